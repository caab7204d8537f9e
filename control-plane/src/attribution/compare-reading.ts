import { toStorableText } from '../domain/storable-text.ts';
import type { StoredEvent } from './events.store.ts';
import type { BuyerEventDraft } from './map-report.ts';
import { nameOf } from './record-events.ts';

/** What a new reading of a report makes of the events that it told of (C20). */
export interface ReadingChange {
  /** Events that nobody tells of now. */
  added: BuyerEventDraft[];
  changed: { event: StoredEvent; draft: BuyerEventDraft; fields: string[] }[];
  /** Events that this report alone told of, and tells of no more. */
  gone: StoredEvent[];
  unchanged: StoredEvent[];
}

const FACTS = ['leadId', 'refersTo', 'goal', 'amountMicros', 'currency', 'occurredAt'] as const;

/**
 * Holds a new reading against what is stored. The facts of an event are those of the report that told of it first: what
 * another one tells of it changes nothing.
 *
 * @param known  the events that the report is the one to tell of, and whatever is stored under the identities that it tells of
 */
export function compareReading(
  reportId: string,
  known: readonly StoredEvent[],
  drafts: readonly BuyerEventDraft[],
): ReadingChange {
  const stored = new Map(known.map((event) => [nameOf(event), event]));
  const told = new Map(drafts.toReversed().map((draft) => [nameOf(draft), draft]));
  const change: ReadingChange = { added: [], changed: [], gone: [], unchanged: [] };
  for (const [name, draft] of told) {
    const event = stored.get(name);
    if (!event || event.withdrawnAt !== null) change.added.push(draft);
    else {
      const fields = event.reportId === reportId ? differences(event, draft) : [];
      if (fields.length > 0) change.changed.push({ event, draft, fields });
      else change.unchanged.push(event);
    }
  }
  change.gone = known.filter(
    (event) => event.reportId === reportId && event.withdrawnAt === null && !told.has(nameOf(event)),
  );
  return change;
}

function differences(event: StoredEvent, draft: BuyerEventDraft): string[] {
  const fields: string[] = FACTS.filter((field) => event[field] !== draft[field]);
  const utmContent = draft.utmContent === null ? null : toStorableText(draft.utmContent);
  // An erased event says nothing of its key any more, and gets it back from nowhere.
  const isErased = event.hasKey && event.utmContent === null;
  return event.utmContent === utmContent || isErased ? fields : [...fields, 'utmContent'];
}
