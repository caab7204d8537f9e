import { formatLogLine, type Log, MINUTE_MS } from '@alyson/schema';

export type { Log };

/** Errors on standard error, the rest on standard output: what Workers Logs tells levels by. */
export const logToConsole: Log = (level, message, fields) => {
  const line = formatLogLine('router', Date.now(), level, message, fields);
  if (level === 'info') console.log(line);
  else console.error(line);
};

/** The same log, but each message at most once a minute: a fault that hits every click must not fill the disk too. */
export function oncePerMinute(log: Log, now: () => number): Log {
  const lastAt = new Map<string, number>();
  return (level, message, fields) => {
    const at = now();
    if (at - (lastAt.get(message) ?? Number.NEGATIVE_INFINITY) < MINUTE_MS) return;
    lastAt.set(message, at);
    log(level, message, fields);
  };
}
