import { ProblemError } from '@alyson/schema';
import { pointerToPath } from '../../lib/json-pointer.ts';

/** What a refused form has to mend, by field. */
export function faultsOf(error: Error | null): Readonly<Record<string, string>> {
  if (!(error instanceof ProblemError)) return {};
  const faults = error.errors.map(({ pointer, detail }) => [(pointerToPath(pointer) ?? '').split('.')[0], detail]);
  return Object.fromEntries(faults.reverse()) as Record<string, string>;
}
