import { FunnelBy, FunnelDates } from '@alyson/schema';

export const FUNNEL_BY = FunnelBy.options;
export const FUNNEL_DATES = FunnelDates.options;

export const FUNNEL_BY_LABELS: Readonly<Record<FunnelBy, string>> = {
  agent: 'Agent',
  affiliate: 'Affiliate',
  source: 'Source',
  day: 'Day',
};

export const FUNNEL_DATES_LABELS: Readonly<Record<FunnelDates, string>> = {
  click: 'Click date',
  report: 'Report date',
};
