type Facts = Readonly<Record<string, string | number | null | undefined>>;

/** One structured line. Never a query's values, nor an address: what a visitor sends is not for logs (R24). */
export type Log = (level: 'info' | 'warn' | 'error', msg: string, facts?: Facts) => void;

export const logToConsole: Log = (level, msg, facts) => {
  const line = JSON.stringify({ level, time: new Date().toISOString(), part: 'router', msg, ...facts });
  if (level === 'info') console.log(line);
  else console.error(line);
};

const MINUTE_MS = 60_000;

/** The same log, but each message at most once a minute: a fault that hits every click must not fill the disk too. */
export function oncePerMinute(log: Log, now: () => number): Log {
  const lastAt = new Map<string, number>();
  return (level, msg, facts) => {
    const at = now();
    if (at - (lastAt.get(msg) ?? Number.NEGATIVE_INFINITY) < MINUTE_MS) return;
    lastAt.set(msg, at);
    log(level, msg, facts);
  };
}
