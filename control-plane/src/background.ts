import type { Deps } from './context.ts';

/** Work that goes on beside requests: the relay, the scheduler. */
export interface BackgroundTask {
  /** Ends after the step under way. */
  stop(): Promise<void>;
}

/** One line per task. */
export const backgroundTasks: readonly ((deps: Deps) => BackgroundTask)[] = [];
