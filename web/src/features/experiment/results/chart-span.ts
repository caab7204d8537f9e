import { type ExperimentResults, MINUTE_MS } from '@alyson/schema';

/** A span below this would spread seconds over the whole chart. */
const SHORTEST_MS = 2 * MINUTE_MS;

/** The time a chart shows: the span that was asked for, without the part before the experiment's first release. */
export function chartSpan(
  { from, to }: Pick<ExperimentResults, 'from' | 'to'>,
  startedAt: string | null,
): { from: number; to: number } {
  const end = Date.parse(to);
  const start = Math.max(Date.parse(from), startedAt ? Date.parse(startedAt) : 0);
  return { from: Math.max(Date.parse(from), Math.min(start, end - SHORTEST_MS)), to: end };
}
