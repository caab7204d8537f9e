/** One click as its sender saw it. */
export interface ClickRecord {
  /** Its `utm_content`, which no other click has. */
  readonly token: string;
  /** Of the server it was sent to. */
  readonly port: number;
  /** Epoch ms, with fractions. */
  readonly sentAt: number;
  /** Until the answer, or until it was clear that none comes. */
  readonly ms: number;
  /** 0 where there was no answer. */
  readonly status: number;
  readonly location: string;
  /** Why there was none. */
  readonly fault: string;
}

/** The same clock in every thread. */
export const clock = (): number => performance.timeOrigin + performance.now();

/** The smallest time that so many of all do not exceed. NaN of none. */
export function percentileMs(records: readonly ClickRecord[], share: number): number {
  const times = records.map(({ ms }) => ms).sort((a, b) => a - b);
  return times[Math.max(0, Math.ceil(times.length * share) - 1)] ?? Number.NaN;
}
