import { type ExperimentListItem, MICROS_PER_UNIT } from '@alyson/schema';
import type * as z from 'zod';
import type { CsvColumn } from '../../http/mount-csv.ts';

/** An experiment with its last 14 days in a file, its columns named as in the panel. */
export const EXPERIMENT_COLUMNS: readonly CsvColumn<z.input<typeof ExperimentListItem>>[] = [
  { name: 'Experiment', value: (item) => item.name },
  { name: 'Experiment id', value: (item) => item.id },
  { name: 'State', value: (item) => item.state },
  { name: 'Held since', value: (item) => item.heldSince },
  { name: 'Mode', value: (item) => item.mode },
  { name: 'Objective', value: (item) => item.objective },
  {
    name: 'Split',
    value: ({ agents }) =>
      agents.map(({ letter, weightBasisPoints }) => `${letter} ${weightBasisPoints / 100}%`).join(', '),
  },
  { name: 'Clicks', value: ({ outcomes }) => outcomes.clicks },
  { name: 'Bot clicks', value: ({ outcomes }) => outcomes.botClicks },
  { name: 'Leads', value: ({ outcomes }) => outcomes.leads },
  { name: 'Sales', value: ({ outcomes }) => outcomes.sales },
  { name: 'Revenue', value: ({ outcomes }) => outcomes.revenueMicros / MICROS_PER_UNIT },
  { name: 'Currency', value: (item) => item.currency },
  { name: 'Best agent', value: ({ best }) => best?.letter ?? null },
  { name: 'Chance of being best', value: ({ best }) => best?.probabilityBest ?? null },
  { name: 'Grade', value: ({ best }) => best?.grade ?? null },
  { name: 'Next grading', value: (item) => item.nextGradingAt },
  { name: 'Created', value: (item) => item.createdAt },
  { name: 'Changed', value: (item) => item.updatedAt },
];
