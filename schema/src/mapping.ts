import * as z from 'zod';
import { FieldProblem } from './problem.ts';

/** One expression of the Common Expression Language: what one field of an event is read by. */
const Expression = z.string().trim().min(1, 'is missing').max(1000, 'has 1000 characters at most');

/** The fields of a buyer event that a mapping gives, each by an expression of its own. */
export const MAPPED_FIELDS = [
  'kind',
  'eventId',
  'leadId',
  'refersTo',
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
    onePerTransactionAndGoal: z.object({ transaction: Expression, goal: Expression.optional() }).optional(),
    leadId: Expression.optional(),
    refersTo: Expression.optional(),
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
export const MappingField = z.enum(['events', 'when', ...MAPPED_FIELDS, 'transaction', 'goal']);
export type MappingField = z.infer<typeof MappingField>;

/** What keeps a payload from being read: in which field, and where in the payload as far as that is known. */
export const ReadingFault = z.object({ ...FieldProblem.shape, field: MappingField.nullable() });
export type ReadingFault = z.infer<typeof ReadingFault>;
