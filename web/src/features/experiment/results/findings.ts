import type { ChartSeries } from '../../../ui/charts/chart-series.ts';
import type { ShareStep } from '../../../ui/charts/step-stack.ts';
import { formatCountOf } from '../../../ui/format/count.ts';
import { formatRate, formatWeight } from '../../../ui/format/percent.ts';

/** What the split did over a time: whose share changed most. */
export function splitFinding(series: readonly ChartSeries[], steps: readonly ShareStep[], releases: number): string {
  const drawn = steps.filter((step) => step.shares !== null);
  const first = drawn[0]?.shares ?? [];
  const last = drawn.at(-1)?.shares ?? [];
  const changes = series.map((one, i) => ({ letter: one.letter, from: first[i] ?? 0, to: last[i] ?? 0 }));
  const most = changes.toSorted((a, b) => Math.abs(b.to - b.from) - Math.abs(a.to - a.from))[0];
  if (!most) return 'No split yet.';
  if (most.from === most.to) return `The split stayed the same; ${releasesText(releases)} in this time.`;
  return `${most.letter} went from ${formatWeight(most.from)} to ${formatWeight(most.to)}; ${releasesText(releases)} in this time.`;
}

const releasesText = (count: number): string => (count === 0 ? 'no release' : formatCountOf(count, 'release'));

interface Estimated {
  letter: string;
  estimate: { mean: number; low: number; high: number };
}

/** Who is estimated highest, and whether anybody's range reaches into its range. */
export function estimatesFinding(rows: readonly Estimated[], name: string): string {
  const best = rows.toSorted((a, b) => b.estimate.mean - a.estimate.mean)[0];
  if (!best) return `No agent has an estimated ${name} yet.`;
  const others = rows.filter((row) => row !== best);
  const overlapping = others.filter((other) => other.estimate.high >= best.estimate.low).map((other) => other.letter);
  const start = `${best.letter} has the highest ${name}`;
  if (others.length === 0) return `${start}.`;
  if (overlapping.length === 0) return `${start}, and no other range reaches it.`;
  return `${start}; the range of ${listOf(overlapping)} overlaps its own.`;
}

/** Who brought the most of a measure. */
export function measureFinding(series: readonly ChartSeries[], totals: readonly number[], what: string): string {
  const whole = totals.reduce((sum, total) => sum + total, 0);
  const most = series
    .map((one, i) => ({ letter: one.letter, total: totals[i] ?? 0 }))
    .toSorted((a, b) => b.total - a.total)[0];
  if (!most || whole <= 0) return `No ${what} in this time.`;
  return `${most.letter} brought ${formatRate(most.total / whole)} of all ${what}.`;
}

interface Counted {
  letter: string;
  clicks: number;
  leads: number;
}

/** Who turned most of its clicks into leads, as counted so far. */
export function funnelFinding(agents: readonly Counted[]): string {
  const best = agents
    .filter((agent) => agent.clicks > 0)
    .toSorted((a, b) => b.leads / b.clicks - a.leads / a.clicks)[0];
  if (!best || best.leads === 0) return 'No click has become a lead in this time.';
  return `${best.letter} turned the largest part of its clicks into leads so far: ${formatRate(best.leads / best.clicks)}.`;
}

/** `A`, `A and B`, `A, B and C` */
const listOf = (words: readonly string[]): string =>
  words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
