/** Writes one structured line. Never of a person: ids, counts, times and words of our own only. */
export type Log = (level: 'info' | 'warn' | 'error', event: string, facts?: Record<string, unknown>) => void;

/** JSON lines on standard output. */
export const logToStdout: Log = (level, event, facts = {}) => {
  process.stdout.write(`${JSON.stringify({ at: new Date().toISOString(), level, part: 'worker', event, ...facts })}\n`);
};
