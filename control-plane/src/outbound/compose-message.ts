import type { Deps } from '../context.ts';
import { type PostbackFacts, SAMPLE_FACTS } from '../domain/postback-facts.ts';
import { fillPostback } from '../domain/postback-template.ts';
import { type DeliveryRow, readPostbackFacts } from './deliveries.store.ts';
import type { DestinationRow } from './destinations.store.ts';
import { openSecrets, signWebhook } from './sign-webhook.ts';

/** One request, as it is to be sent. */
export interface OutboundMessage {
  url: string;
  method: 'GET' | 'POST';
  headers: Record<string, string>;
  body: string | null;
}

export type Composed =
  | { ok: true; message: OutboundMessage }
  | { ok: false; kind: 'cancelled' | 'failed'; why: string };

const USER_AGENT = 'AlysonRouter/1.0 (webhooks)';

/** What is sent to a destination, by how things stand now. */
export function composeMessage(
  deps: Pick<Deps, 'config' | 'db' | 'now'>,
  destination: DestinationRow,
  delivery: DeliveryRow,
): Promise<Composed> | Composed {
  return destination.kind === 'subscription'
    ? composeWebhook(deps, destination, delivery)
    : composePostback(deps, destination, delivery);
}

function composeWebhook(
  { config, now }: Pick<Deps, 'config' | 'now'>,
  { url, workspaceId, secrets }: DestinationRow,
  { id, body }: DeliveryRow,
): Composed {
  if (body === null) return { ok: false, kind: 'cancelled', why: 'What it told of was erased.' };
  const signing = openSecrets(config, workspaceId, secrets, now());
  if (signing.length === 0)
    return { ok: false, kind: 'failed', why: 'Its secret cannot be read. Rotate it, and send again.' };
  const headers = {
    'content-type': 'application/json',
    'user-agent': USER_AGENT,
    ...signWebhook({ id, at: now(), body }, signing),
  };
  return { ok: true, message: { url, method: 'POST', headers, body } };
}

async function composePostback(
  { db }: Pick<Deps, 'db'>,
  destination: DestinationRow,
  { topic, buyerEventId }: DeliveryRow,
): Promise<Composed> {
  const facts = topic === 'test' ? SAMPLE_FACTS : buyerEventId && (await readPostbackFacts(db, buyerEventId));
  if (!facts) return { ok: false, kind: 'cancelled', why: 'Its event counts no more.' };
  if (topic !== 'test' && !isStillIts(destination, facts))
    return { ok: false, kind: 'cancelled', why: "Its event belongs to another affiliate's click now." };
  const { url, form } = fillPostback(destination.url, destination.method, facts);
  const headers = {
    'user-agent': USER_AGENT,
    ...(form !== null && { 'content-type': 'application/x-www-form-urlencoded' }),
  };
  return { ok: true, message: { url, method: destination.method, headers, body: form } };
}

/** A lead that came late can have moved the event to another click since. Other conditions were those of its time. */
const isStillIts = ({ affiliateId }: DestinationRow, { click }: PostbackFacts): boolean =>
  affiliateId === null || affiliateId === click.affiliateId;
