import * as z from 'zod';
import { BuyerEventKind } from './buyer-event.ts';
import { Money } from './money.ts';
import { FieldProblem } from './problem.ts';
import { Timestamp } from './time.ts';

/** One expression of the Common Expression Language: what one field of an event is read by. */
const Expression = z.string().trim().min(1, 'is missing').max(1000, 'has 1000 characters at most');

/** The fields of a buyer event that a mapping gives, each by an expression of its own. */
export const MAPPED_FIELDS = [
  'kind',
  'eventId',
  'leadId',
  'refersTo',
  'goal',
  'utmContent',
  'amount',
  'currency',
  'occurredAt',
] as const;

/**
 * How a buyer's payload becomes buyer events (C15). `body` is the payload: a JSON document, the fields of a form or query,
 * or one row of a file; `query` the parameters of the address. `event` is one of `events`, or else `body` itself.
 */
export const Mapping = z
  .object({
    /** A list: one event for each of its elements. */
    events: Expression.optional(),
    /** Whether this is an event at all; false passes it over. */
    when: Expression.optional(),
    kind: Expression,
    /** The buyer's own id of the event: the same (kind, id) twice counts once. */
    eventId: Expression.optional(),
    /** Instead of an id of the buyer's own: there is one event of a kind for each transaction and goal. */
    onePerTransactionAndGoal: z.object({ transaction: Expression }).optional(),
    leadId: Expression.optional(),
    refersTo: Expression.optional(),
    /** What the buyer calls this step. */
    goal: Expression.optional(),
    utmContent: Expression.optional(),
    /** In major units. */
    amount: Expression.optional(),
    currency: Expression.optional(),
    occurredAt: Expression.optional(),
  })
  .superRefine(({ eventId, onePerTransactionAndGoal }, context) => {
    const add = (message: string) => context.addIssue({ code: 'custom', path: ['eventId'], message });
    if (!eventId && !onePerTransactionAndGoal)
      add('is missing: without an id of the buyer’s own, say that there is one event per transaction and goal');
    if (eventId && onePerTransactionAndGoal)
      add('stands beside onePerTransactionAndGoal: an event has one identity, so leave one of them out');
  });
export type Mapping = z.infer<typeof Mapping>;

/** What something was read by: a field of the mapping. */
export const MappingField = z.enum(['events', 'when', ...MAPPED_FIELDS, 'transaction']);
export type MappingField = z.infer<typeof MappingField>;

/** What keeps a payload from being read: in which field, and where in the payload as far as that is known. */
export const ReadingFault = z.object({ ...FieldProblem.shape, field: MappingField.nullable() });
export type ReadingFault = z.infer<typeof ReadingFault>;

/** One version of a buyer's mapping. Versions never change; the newest reads what comes in. */
export const MappingVersion = z.object({
  version: z.int(),
  mapping: Mapping,
  note: z.string(),
  createdAt: Timestamp,
  createdBy: z.string(),
});
export type MappingVersion = z.infer<typeof MappingVersion>;

export const SaveMapping = z.object({
  mapping: Mapping,
  /** Why, for whoever reads the history. */
  note: z.string().trim().max(300).default(''),
});

/** How a pasted payload is to be taken. */
export const PayloadKind = z.enum(['json', 'form', 'csv', 'ndjson']);
export type PayloadKind = z.infer<typeof PayloadKind>;

/** A mapping on trial: what it makes of a pasted payload, or of the buyer's newest reports. Nothing is stored. */
export const TryMapping = z.object({
  mapping: Mapping,
  payload: z.object({ kind: PayloadKind, text: z.string().max(65_536, 'has 65536 characters at most') }).optional(),
  /** So many of the newest reports. */
  recorded: z.int().min(1).max(20).optional(),
});
export type TryMapping = z.infer<typeof TryMapping>;

/** An event as a trial reads it. */
export const TriedEvent = z.object({
  kind: BuyerEventKind,
  eventId: z.string(),
  leadId: z.string().nullable(),
  refersTo: z.string().nullable(),
  goal: z.string().nullable(),
  utmContent: z.string().nullable(),
  amount: Money.nullable(),
  occurredAt: Timestamp,
});
export type TriedEvent = z.infer<typeof TriedEvent>;

/** What a mapping makes of one payload: its events, or what keeps it from being read. */
export const MappingTrial = z.object({
  /** Of a recorded one. */
  reportId: z.string().nullable(),
  /** The beginning of what came. */
  payload: z.string(),
  events: z.array(TriedEvent),
  faults: z.array(ReadingFault),
});
export type MappingTrial = z.infer<typeof MappingTrial>;

export const MappingTrials = z.object({
  /** Expressions at fault, by their pointer; nothing is tried then. */
  errors: z.array(FieldProblem),
  trials: z.array(MappingTrial),
});
export type MappingTrials = z.infer<typeof MappingTrials>;
