import { useMe } from '../../lib/me.ts';
import { useCurrentExperiment } from './current-experiment.ts';

/** Whether a change of where this experiment's clicks go waits for a second person (C9). The server decides all the same. */
export function useWaitsForApproval(): boolean {
  const { workspace } = useMe();
  const { state } = useCurrentExperiment();
  return workspace.needsApproval && (state === 'running' || state === 'paused');
}

/** What a button says that makes such a change, or sends it to the second person. */
export function useVerb(verb: string): string {
  return useWaitsForApproval() ? 'Send for approval' : verb;
}
