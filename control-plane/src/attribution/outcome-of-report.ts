import type { ReportOutcome } from '@alyson/schema';
import type { RecordedOutcome } from './record-events.ts';

/** What is said of a report by what came of its events: that one of them waits for its click goes before that others do not. */
export function outcomeOfReport(outcomes: readonly RecordedOutcome[]): ReportOutcome {
  if (outcomes.length === 0) return 'skipped';
  return (['orphan', 'accepted'] as const).find((outcome) => outcomes.includes(outcome)) ?? 'duplicate';
}
