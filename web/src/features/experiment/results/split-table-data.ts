import { TOTAL_BASIS_POINTS } from '@alyson/schema';
import { type ChartTableData, textCell } from '../../../ui/charts/chart-table.tsx';
import type { ShareStep } from '../../../ui/charts/step-stack.ts';

/** The split over time as rows, the newest step first; CSV gets shares from 0 to 1. */
export function splitTableData(
  series: readonly { key: string; letter: string }[],
  steps: readonly ShareStep[],
  texts: readonly (readonly string[] | null)[],
  timeOf: (step: number) => string,
): ChartTableData {
  return {
    columns: [{ label: 'From' }, ...series.map((one) => ({ label: one.letter, isNumeric: true }))],
    rows: steps
      .map((step, i) => ({
        key: String(step.at),
        cells: [
          { text: timeOf(i), raw: new Date(step.at).toISOString() },
          ...series.map((_, s) => {
            const text = texts[i]?.[s];
            return text === undefined ? textCell('—') : { text, raw: (step.shares?.[s] ?? 0) / TOTAL_BASIS_POINTS };
          }),
        ],
      }))
      .toReversed(),
  };
}
