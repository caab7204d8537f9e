import type { FunnelRow } from '@alyson/schema';
import type { CsvColumn } from '../../http/mount-csv.ts';

/** A row of a funnel in a file, its columns named as in the panel. Shares are percentages. */
export const FUNNEL_COLUMNS: readonly CsvColumn<FunnelRow>[] = [
  { name: 'Group', value: ({ label, isRest }) => (isRest ? '(other)' : label) },
  { name: 'Clicks', value: ({ counts }) => counts.clicks },
  { name: 'Viewed', value: ({ counts }) => counts.viewed },
  { name: 'Quiz started', value: ({ counts }) => counts.quizStarted },
  { name: 'Quiz submitted', value: ({ counts }) => counts.quizSubmitted },
  { name: 'Leads', value: ({ counts }) => counts.leads },
  { name: 'Sales', value: ({ counts }) => counts.sales },
  { name: 'Leads usually here by now (%)', value: ({ arrived }) => inPercent(arrived.leads) },
  { name: 'Sales usually here by now (%)', value: ({ arrived }) => inPercent(arrived.sales) },
];

const inPercent = (share: number | null): number | null => (share === null ? null : Math.round(share * 1000) / 10);
