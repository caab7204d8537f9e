import type { OutboundBuyerEvent, OutboundTopic } from '@alyson/schema';
import type { StoredEvent } from '../attribution/events.store.ts';
import type { Context } from '../context.ts';
import { matchesPostback, onceKeyOf, type ToldEvent } from '../domain/match-postback.ts';
import { GIVE_UP_AFTER_MS } from '../domain/retry-plan.ts';
import type { Standing } from '../domain/settle-events.ts';
import type { Tx } from '../io/database.ts';
import { findTold, insertDeliveries, type NewDelivery, readToldClicks, type ToldClick } from './deliveries.store.ts';
import { type DestinationRow, findListeners } from './destinations.store.ts';
import { bodyOf } from './tell-of.ts';

/** An event, and where it stands now; `before` is null for one that was not there. */
export interface MovedEvent {
  event: StoredEvent;
  before: Standing | null;
  after: Standing;
}

/**
 * Writes what affiliates and the workspace's own systems are to hear of events that count now, count otherwise, or count no
 * more (C21), in the transaction that brought it about. Nobody listens, mostly: that costs one look into an index.
 */
export async function tellOfEvents(tx: Tx, ctx: Context, moved: readonly MovedEvent[]): Promise<void> {
  const told = moved.flatMap((one) => {
    const topic = topicOf(one);
    return topic === null ? [] : [{ ...one, topic }];
  });
  const sales = new Map(
    moved.flatMap(({ event }) => (event.kind === 'sale' ? [[`${event.buyerId} ${event.eventId}`, event.id]] : [])),
  );
  for (const [workspaceId, ofWorkspace] of Map.groupBy(told, ({ event }) => event.workspaceId))
    await tellWorkspace(tx, ctx, { workspaceId, moves: ofWorkspace, sales });
}

interface Telling {
  workspaceId: string;
  moves: readonly ToldMove[];
  /** By buyer and the buyer's id of it: our ids of the sales that any of them may change. */
  sales: ReadonlyMap<string, string>;
}

interface ToldMove extends MovedEvent {
  topic: OutboundTopic;
}

/** Events of bots' clicks count nowhere, and orphans not yet. */
const clickOf = (standing: Standing | null) =>
  standing?.placement.kind === 'joined' && !standing.placement.click.isBot ? standing.placement.click : null;

function topicOf({ before, after }: MovedEvent): OutboundTopic | null {
  const [was, is] = [clickOf(before), clickOf(after)];
  if (!was) return is ? 'buyer_event.counted' : null;
  if (!is) return 'buyer_event.withdrawn';
  const isSame = was.clickId === is.clickId && before?.effectMicros === after.effectMicros;
  return isSame ? null : 'buyer_event.changed';
}

async function tellWorkspace(tx: Tx, ctx: Context, telling: Telling): Promise<void> {
  const { workspaceId, moves } = telling;
  const clickIds = moves.flatMap(({ before, after }) => clickOf(after)?.clickId ?? clickOf(before)?.clickId ?? []);
  const listeners = await findListeners(tx, workspaceId, [...new Set(moves.map(({ topic }) => topic))], clickIds);
  if (listeners.length === 0) return;
  const clicks = await readToldClicks(tx, clickIds);
  const rows: NewDelivery[] = [];
  const now = ctx.now();
  const rowFor = (destination: DestinationRow, { event, topic }: ToldMove) => ({
    id: ctx.newId('delivery'),
    workspaceId,
    destinationId: destination.id,
    topic,
    buyerEventId: event.id,
    createdAt: new Date(now),
    deadline: new Date(now + GIVE_UP_AFTER_MS),
  });
  for (const destination of listeners) {
    if (destination.kind === 'subscription') {
      for (const move of moves.filter(({ topic }) => destination.topics.includes(topic)))
        rows.push({ ...rowFor(destination, move), body: bodyOf(move.topic, workspaceId, now, describe(move, clicks)) });
      continue;
    }
    for (const { move, event } of await findPostbacks(tx, destination, telling, clicks))
      rows.push({ ...rowFor(destination, move), onceKey: onceKeyOf(destination, event) });
  }
  await insertDeliveries(tx, onceEach(rows));
}

/** What a postback is told of: events that count, and changes of a sale only where it was told of the sale. */
async function findPostbacks(
  tx: Tx,
  destination: DestinationRow,
  { moves, sales }: Telling,
  clicks: ReadonlyMap<string, ToldClick>,
) {
  const wanted = moves.flatMap((move) => {
    const event = toldEventOf(move, clicks);
    return event && matchesPostback(destination, event) ? [{ move, event }] : [];
  });
  if (!destination.eventKinds.includes('sale')) return wanted;
  const saleOf = ({ event }: ToldMove) => sales.get(`${event.buyerId} ${event.refersTo}`);
  const changed = wanted.flatMap(({ move }) => (isChange(move) ? (saleOf(move) ?? []) : []));
  const told = await findTold(tx, [destination.id], changed);
  const toldNow = new Set(wanted.map(({ event }) => event.id));
  return wanted.filter(({ move }) => {
    const sale = saleOf(move);
    return !isChange(move) || (sale !== undefined && (toldNow.has(sale) || told.has(`${destination.id} ${sale}`)));
  });
}

const isChange = ({ event: { kind } }: ToldMove): boolean => kind === 'adjustment' || kind === 'reversal';

function toldEventOf({ event, after }: ToldMove, clicks: ReadonlyMap<string, ToldClick>): ToldEvent | null {
  const click = clickOf(after);
  if (!click) return null;
  const { affiliateId = null, offerId = null } = clicks.get(click.clickId) ?? {};
  return { ...event, affiliateId, offerId, experimentId: click.experimentId };
}

function describe({ event, before, after }: ToldMove, clicks: ReadonlyMap<string, ToldClick>): OutboundBuyerEvent {
  const click = clickOf(after) ?? clickOf(before);
  const { id, buyerId, kind, eventId, leadId, refersTo, goal, amountMicros, currency } = event;
  const money = (micros: number | null, of: string | null) =>
    micros === null || of === null ? null : { amountMicros: micros, currency: of };
  return {
    id,
    buyerId,
    kind,
    eventId,
    leadId,
    refersTo,
    goal,
    amount: money(amountMicros, currency),
    effect: clickOf(after) ? money(after.effectMicros, click?.currency ?? null) : null,
    occurredAt: new Date(event.occurredAt).toISOString(),
    receivedAt: event.receivedAt.toISOString(),
    clickId: click?.clickId ?? null,
    clickedAt: click ? new Date(click.clickedAt).toISOString() : null,
    utmContent: (click && clicks.get(click.clickId)?.utmContent) ?? null,
    affiliateId: (click && clicks.get(click.clickId)?.affiliateId) ?? null,
    experimentId: click?.experimentId ?? null,
    agentId: click?.agentId ?? null,
  };
}

/** One statement cannot meet the same row twice. */
function onceEach(rows: readonly NewDelivery[]): NewDelivery[] {
  const byKey = new Map(rows.toReversed().map((row) => [`${row.destinationId} ${row.onceKey ?? row.id}`, row]));
  return [...byKey.values()].reverse();
}
