/** How `restore-wal.ts` begins the line that says why it gives up. */
export const LOST_LOG = 'write-ahead log: ';

/** PostgreSQL's words for a time that lies behind everything that was archived. */
export const isTimeBehindTheEnd = (log: string): boolean =>
  log.includes('recovery ended before configured recovery target was reached');

/** Of what a server said that did not start, the line that says why. */
export function reasonIn(log: string): string {
  const lines = log.split('\n').filter((line) => line.trim() !== '');
  const ours = lines.find((line) => line.startsWith(LOST_LOG));
  const fatal = lines.findLast((line) => /\b(FATAL|PANIC):/.test(line));
  return (ours ?? fatal?.replace(/^.*?\b(?:FATAL|PANIC):\s*/, '') ?? lines.at(-1) ?? 'no reason was given').trim();
}
