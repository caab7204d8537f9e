import type { Context } from 'hono';
import type { Counters } from '../counters.ts';

export interface ReportHealthDeps {
  readonly edge: string;
  readonly counters: Counters;
  /** What only this platform knows, e.g. how much waits on disk. */
  readonly details: () => Readonly<Record<string, number>>;
}

/** `GET /healthz`: alive, and what has happened since it is. */
export const reportHealth =
  ({ edge, counters, details }: ReportHealthDeps) =>
  (c: Context) =>
    c.json({ status: 'ok', edge, counters, ...details() });
