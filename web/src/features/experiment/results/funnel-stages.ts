import { FUNNEL_STAGES, type FunnelRow, type FunnelStage as Stage } from '@alyson/schema';
import type { FunnelStage } from '../../../ui/charts/funnel.tsx';
import { formatStepRate } from '../../../ui/format/step-rate.ts';

export const STAGE_LABELS: Readonly<Record<Stage, string>> = {
  clicks: 'Clicks',
  viewed: 'Viewed',
  quizStarted: 'Quiz started',
  quizSubmitted: 'Quiz submitted',
  leads: 'Leads',
  sales: 'Sales',
};

/** With less than this here, what is still to come would be a guess. */
const LEAST_SHARE = 0.1;

/** How many are still to come, by how many usually are here by now; 0 where that is not known. */
export function stillToCome(count: number, arrived: number | null): number {
  if (arrived === null || arrived < LEAST_SHARE) return 0;
  return Math.round(count / arrived - count);
}

/** The stages of one bar chart, each with its rate from the tracked stage before it. */
export function stagesOf(
  { counts, arrived }: Pick<FunnelRow, 'counts' | 'arrived'>,
  tracked: readonly Stage[],
): FunnelStage[] {
  let before: number | null = null;
  return FUNNEL_STAGES.map((stage) => {
    const label = STAGE_LABELS[stage];
    if (!tracked.includes(stage)) return { label, count: null, rate: null, toCome: 0 };
    const count = counts[stage];
    const rate = before === null ? null : formatStepRate(count, before);
    before = count;
    const share = stage === 'leads' || stage === 'sales' ? arrived[stage] : null;
    return { label, count, rate, toCome: stillToCome(count, share) };
  });
}
