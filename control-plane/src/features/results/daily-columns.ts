import { MICROS_PER_UNIT } from '@alyson/schema';
import type { CsvColumn } from '../../http/mount-csv.ts';
import type { ShownDay } from './list-daily-results.ts';

/** An agent's day in a file, its columns named as in the panel. */
export const DAILY_COLUMNS: readonly CsvColumn<ShownDay>[] = [
  { name: 'Day', value: (item) => item.day },
  { name: 'Agent', value: (item) => item.letter },
  { name: 'Name', value: (item) => item.name },
  { name: 'Clicks', value: ({ outcomes }) => outcomes.clicks },
  { name: 'Bot clicks', value: ({ outcomes }) => outcomes.botClicks },
  { name: 'Leads', value: ({ outcomes }) => outcomes.leads },
  { name: 'Sales', value: ({ outcomes }) => outcomes.sales },
  { name: 'Revenue', value: ({ outcomes }) => outcomes.revenueMicros / MICROS_PER_UNIT },
  { name: 'Currency', value: (item) => item.currency },
  { name: 'Sent clicks', value: ({ directed }) => directed.clicks },
  { name: 'Sent leads', value: ({ directed }) => directed.leads },
  { name: 'Sent sales', value: ({ directed }) => directed.sales },
  { name: 'Sent revenue', value: ({ directed }) => directed.revenueMicros / MICROS_PER_UNIT },
];
