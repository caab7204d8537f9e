import { ProblemError } from '@alyson/schema';

/** @throws ProblemError `transition_refused`, in the words of the rule that refused, if one did */
export function refuseFor(reason: string | null): void {
  if (reason !== null) throw new ProblemError('transition_refused', reason);
}

/** @throws ProblemError `stale_version` when it was changed since the caller read it (C5) */
export function requireVersion({ version }: { version: number }, ifMatch: number): void {
  if (version !== ifMatch)
    throw new ProblemError('stale_version', `You read version ${ifMatch}; it is at version ${version} now.`);
}
