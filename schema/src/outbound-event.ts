import * as z from 'zod';
import { AttentionKind } from './attention.ts';
import { BuyerEventKind } from './buyer-event.ts';
import { Money } from './money.ts';
import { Timestamp } from './time.ts';

/** What a workspace's own systems can hear of. */
export const OUTBOUND_TOPICS = [
  'buyer_event.counted',
  'buyer_event.changed',
  'buyer_event.withdrawn',
  'experiment.released',
  'run.finished',
  'attention.raised',
  'attention.cleared',
] as const;
export const OutboundTopic = z.enum(OUTBOUND_TOPICS);
export type OutboundTopic = z.infer<typeof OutboundTopic>;

/** A buyer event as it counted at that moment. */
export const OutboundBuyerEvent = z.object({
  id: z.string(),
  buyerId: z.string(),
  kind: BuyerEventKind,
  /** The buyer's own ids. */
  eventId: z.string(),
  leadId: z.string().nullable(),
  refersTo: z.string().nullable(),
  goal: z.string().nullable(),
  amount: Money.nullable(),
  /** What it adds to its experiment's revenue; null where it adds nothing. */
  effect: Money.nullable(),
  occurredAt: Timestamp,
  receivedAt: Timestamp,
  clickId: z.string().nullable(),
  clickedAt: Timestamp.nullable(),
  utmContent: z.string().nullable(),
  affiliateId: z.string().nullable(),
  experimentId: z.string().nullable(),
  agentId: z.string().nullable(),
});
export type OutboundBuyerEvent = z.infer<typeof OutboundBuyerEvent>;

export const OutboundRelease = z.object({
  experimentId: z.string(),
  experimentName: z.string(),
  number: z.int(),
  cause: z.string(),
  reason: z.string().nullable(),
  weights: z.array(z.object({ agentId: z.string(), weightBasisPoints: z.int() })),
});

export const OutboundRun = z.object({
  runId: z.string(),
  experimentId: z.string(),
  state: z.string(),
  releaseNumber: z.int().nullable(),
  detail: z.string().nullable(),
});

export const OutboundAttention = z.object({
  id: z.string(),
  kind: AttentionKind,
  subjectId: z.string(),
  summary: z.string(),
  evidence: z.string(),
  since: Timestamp,
});

/** What `data` holds, by topic. */
export const OUTBOUND_DATA = {
  'buyer_event.counted': OutboundBuyerEvent,
  'buyer_event.changed': OutboundBuyerEvent,
  'buyer_event.withdrawn': OutboundBuyerEvent,
  'experiment.released': OutboundRelease,
  'run.finished': OutboundRun,
  'attention.raised': OutboundAttention,
  'attention.cleared': OutboundAttention,
} as const satisfies Record<OutboundTopic, z.ZodType>;

export type OutboundData<T extends OutboundTopic> = z.input<(typeof OUTBOUND_DATA)[T]>;

/** The bodies of webhooks, in Standard Webhooks' form, by topic. */
export const OUTBOUND_BODIES = mapTopics((topic) =>
  z.object({
    type: z.literal(topic),
    /** When it came about: deliveries may arrive in another order. */
    timestamp: Timestamp,
    workspaceId: z.string(),
    data: OUTBOUND_DATA[topic],
  }),
);

function mapTopics<T>(make: (topic: OutboundTopic) => T): ReadonlyMap<OutboundTopic, T> {
  return new Map(OUTBOUND_TOPICS.map((topic) => [topic, make(topic)]));
}
