import type { AuditEntry } from '@alyson/schema';

export type ActivityRow = { kind: 'entry'; entry: AuditEntry } | { kind: 'routine'; entries: AuditEntry[] };

/** What happens by itself all day and changes no split. */
const ROUTINE = new Set(['run.started', 'buyer_event.moved_to_its_lead', 'buyer_event.counted_again']);
const FEWEST_FOLDED = 3;

/** Puts runs of routine entries into one row each, so that what people and the optimizer did stands out. */
export function foldRoutine(entries: readonly AuditEntry[]): ActivityRow[] {
  const rows: ActivityRow[] = [];
  let waiting: AuditEntry[] = [];
  const putWaiting = () => {
    if (waiting.length >= FEWEST_FOLDED) rows.push({ kind: 'routine', entries: waiting });
    else rows.push(...waiting.map((entry): ActivityRow => ({ kind: 'entry', entry })));
    waiting = [];
  };
  for (const entry of entries) {
    if (ROUTINE.has(entry.action)) {
      waiting.push(entry);
      continue;
    }
    putWaiting();
    rows.push({ kind: 'entry', entry });
  }
  putWaiting();
  return rows;
}
