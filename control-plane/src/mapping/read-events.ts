import type { Instant, ReadingFault } from '@alyson/schema';
import type { BuyerEventDraft } from '../attribution/map-report.ts';
import type { CompiledMapping } from './compile-mapping.ts';
import { type FoundEvent, readEvent } from './read-event.ts';
import { readField } from './read-field.ts';
import type { Payload } from './read-payload.ts';

export type EventsReading = { ok: true; events: BuyerEventDraft[] } | { ok: false; faults: readonly ReadingFault[] };

const MOST_EVENTS = 1000;
/** What loops may go through in one payload. */
const MOST_ELEMENTS = 5000;
/** Far more than any honest payload takes, and too little to hold this process up. */
const MOST_MS = 500;
const MOST_FAULTS = 50;

/**
 * Reads a payload by a mapping (C15).
 *
 * @param receivedAt  epoch ms; serves where the buyer's own time is missing or cannot be one (C18)
 * @returns all of its events, or every field at fault: a payload is read as a whole
 */
export function readEvents(mapping: CompiledMapping, payload: Payload, receivedAt: Instant): EventsReading {
  const endsAt = performance.now() + MOST_MS;
  if (mapping.hasLoops && payload.listElements > MOST_ELEMENTS)
    return refused(`has more than ${MOST_ELEMENTS} list elements, which loops of the mapping would go through`);
  const found = listEvents(mapping, payload, receivedAt);
  if (!found.ok) return found;
  const events: BuyerEventDraft[] = [];
  const faults: ReadingFault[] = [];
  for (const one of found.events) {
    if (performance.now() > endsAt) return refused('takes too long to read; simplify the mapping');
    const reading = readEvent(mapping, payload, one, receivedAt);
    if (!reading.ok) faults.push(...reading.faults);
    else if (reading.event) events.push(reading.event);
    if (faults.length >= MOST_FAULTS) break;
  }
  return faults.length === 0 ? { ok: true, events } : { ok: false, faults };
}

const refused = (detail: string, field: ReadingFault['field'] = null) =>
  ({ ok: false, faults: [{ field, pointer: '#', detail }] }) as const;

function listEvents(
  { fields: { events: expression } }: CompiledMapping,
  { body, query }: Payload,
  receivedAt: Instant,
): { ok: true; events: FoundEvent[] } | { ok: false; faults: readonly ReadingFault[] } {
  if (!expression) return { ok: true, events: [{ event: body, segments: [] }] };
  const list = readField(expression, { event: body, body, query, receivedAt: new Date(receivedAt) });
  if (!list.ok) return refused(`events: ${list.detail}`, 'events');
  if (!Array.isArray(list.value)) return refused('events: gives no list', 'events');
  if (list.value.length > MOST_EVENTS) return refused(`events: gives more than ${MOST_EVENTS} events`, 'events');
  const at = expression.path?.segments;
  return {
    ok: true,
    events: list.value.map((event: unknown, index) => ({ event, segments: at ? [...at, String(index)] : null })),
  };
}
