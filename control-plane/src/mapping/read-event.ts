import { type Instant, MAPPED_FIELDS, type MappingField, type ReadingFault } from '@alyson/schema';
import { type BuyerEventDraft, mapReport, type ReportedField, type ReportedFields } from '../attribution/map-report.ts';
import { nameConversion } from '../attribution/name-conversion.ts';
import { toPointer } from '../http/validate.ts';
import type { Scope } from './compile-expression.ts';
import type { CompiledMapping } from './compile-mapping.ts';
import { readField } from './read-field.ts';
import type { Payload } from './read-payload.ts';

/** A part of a payload that may be an event. */
export interface FoundEvent {
  event: unknown;
  /** Where in the payload, as far as that is known. */
  segments: readonly string[] | null;
}

/** `event` null: the mapping passes it over. */
export type EventReading = { ok: true; event: BuyerEventDraft | null } | { ok: false; faults: ReadingFault[] };

/** Reads one event, or says which fields are at fault: a field that only looks something up, by its place in the payload. */
export function readEvent(
  mapping: CompiledMapping,
  { body, query }: Payload,
  { event, segments }: FoundEvent,
  receivedAt: Instant,
): EventReading {
  const fault = (field: MappingField | null, detail: string): ReadingFault => {
    const path = field === null ? { root: 'event', segments: [] } : (mapping.fields[field]?.path ?? null);
    const base = path?.root === 'body' ? [] : segments;
    if (!path || !base) return { field, pointer: '#', detail: field === null ? detail : `${field}: ${detail}` };
    return { field, pointer: toPointer([...base, ...path.segments]), detail };
  };
  if (typeof event !== 'object' || event === null || Array.isArray(event))
    return { ok: false, faults: [fault(null, 'must be an object')] };

  const scope: Scope = { event, body, query, receivedAt: new Date(receivedAt) };
  const { when } = mapping.fields;
  const counts = when ? readField(when, scope) : TRUE;
  if (!counts.ok) return { ok: false, faults: [fault('when', counts.detail)] };
  if (counts.value === false) return { ok: true, event: null };
  if (counts.value !== true) return { ok: false, faults: [fault('when', 'gives neither true nor false')] };

  const read = readFields(mapping, scope);
  if (!read.ok) return { ok: false, faults: read.faults.map(({ field, detail }) => fault(field, detail)) };
  const mapped = mapReport(read.fields, receivedAt);
  if (mapped.ok) return mapped;
  const nameOf = (field: ReportedField): MappingField =>
    field === 'eventId' && mapping.fields.transaction ? 'transaction' : field;
  return { ok: false, faults: mapped.errors.map(({ field, detail }) => fault(nameOf(field), detail)) };
}

const TRUE = { ok: true, value: true } as const;
const READ_FIELDS = [...MAPPED_FIELDS, 'transaction'] as const;

function readFields(
  mapping: CompiledMapping,
  scope: Scope,
): { ok: true; fields: ReportedFields } | { ok: false; faults: { field: MappingField; detail: string }[] } {
  const values = new Map<MappingField, string | null>();
  const faults: { field: MappingField; detail: string }[] = [];
  for (const field of READ_FIELDS) {
    const expression = mapping.fields[field];
    if (!expression) continue;
    const read = readField(expression, scope);
    const text = read.ok ? toFieldText(read.value) : null;
    if (!read.ok) faults.push({ field, detail: read.detail });
    else if (text === undefined) faults.push({ field, detail: 'must be a text or a number' });
    else values.set(field, text);
  }
  if (faults.length > 0) return { ok: false, faults };
  const get = (field: MappingField) => values.get(field) ?? null;
  const transaction = get('transaction');
  return {
    ok: true,
    fields: {
      kind: get('kind'),
      eventId: transaction === null ? get('eventId') : nameConversion(transaction, get('goal')),
      leadId: get('leadId'),
      refersTo: get('refersTo'),
      goal: get('goal'),
      utmContent: get('utmContent'),
      amount: get('amount'),
      currency: get('currency'),
      occurredAt: get('occurredAt'),
    },
  };
}

/** @returns undefined for what is neither a text nor a number nor a moment */
function toFieldText(value: unknown): string | null | undefined {
  if (value === null || typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  return value instanceof Date ? value.toISOString() : undefined;
}
