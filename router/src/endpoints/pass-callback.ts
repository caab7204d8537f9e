import { CALLBACK_HEADERS, isPassedHeader, MAX_CALLBACK_BYTES, TUNE_SUCCESS } from '@alyson/schema';
import type { Context, Env } from 'hono';
import type { CallbackAnswer, DeliverCallback } from '../delivery/deliver-callback.ts';
import { type CallbackProtocol, callbackProtocolOf } from '../domain/callback-protocol.ts';
import type { SigningKey } from '../domain/click-id.ts';
import { readPixelClick } from '../domain/pixel-cookie.ts';
import type { Inbound } from '../io/inbound.ts';
import type { Callback, Inbox } from '../io/inbox.ts';
import type { Log } from '../log.ts';

export interface PassCallbackDeps<E extends Env> {
  readonly readInbound: (c: Context<E>) => Inbound;
  readonly deliverCallback: DeliverCallback;
  readonly inbox: Inbox;
  readonly now: () => number;
  readonly log: Log;
  readonly signing: SigningKey;
}

/**
 * What the control plane needs to understand a body, and the headers of Standard Webhooks. With those in which other
 * senders carry a secret or a signature, it is all of a caller's that leaves the router.
 */
const PASSED_ON: ReadonlySet<string> = new Set([
  'content-type',
  'content-encoding',
  'webhook-id',
  'webhook-timestamp',
  'webhook-signature',
]);

const METHODS: Readonly<Record<CallbackProtocol, readonly string[]>> = {
  webhook: ['POST'],
  tune: ['GET', 'POST'],
};

/** TUNE's postbacks have some hundred bytes; what is longer is no call that anybody can answer. */
const LONGEST_TARGET = 16_384;

/** How soon a caller may come again whose call could not be kept. */
const RETRY_AFTER_SECONDS = '30';

const empty = (status: number, headers: Record<string, string> = {}): Response =>
  new Response(null, { status, headers: { 'cache-control': 'no-store', ...headers } });

/** For `bodyLimit`, before `passCallback`. */
export const CALLBACK_LIMIT = { maxSize: MAX_CALLBACK_BYTES, onError: () => empty(413) };

/**
 * A buyer's call (R26): the control plane's own answer where it gives one, else the protocol's word of acceptance, once
 * the call is kept durably. A call that was neither answered nor kept gets 503. Never throws, never redirects.
 */
export function passCallback<E extends Env>(deps: PassCallbackDeps<E>) {
  return async (c: Context<E>): Promise<Response> => {
    const inbound = deps.readInbound(c);
    const protocol = callbackProtocolOf(inbound.target);
    if (protocol === null) return empty(404);
    if (!METHODS[protocol].includes(inbound.method)) return empty(405, { allow: METHODS[protocol].join(', ') });
    if (inbound.target.length > LONGEST_TARGET) return empty(414);
    const receivedAt = deps.now();
    const body = await readBody(c);
    return body === null
      ? empty(400)
      : pass(deps, protocol, toCallback(inbound, headersOf(deps, inbound, c.req.header()), receivedAt, body));
  };
}

/** @returns null where the caller broke off */
async function readBody(c: Context): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    return c.req.method === 'POST' ? new Uint8Array(await c.req.arrayBuffer()) : new Uint8Array();
  } catch {
    return null;
  }
}

function toCallback(
  { address: sender, method, target }: Inbound,
  headers: Record<string, string>,
  receivedAt: number,
  body: Uint8Array<ArrayBuffer>,
): Callback {
  return { receivedAt, sender, method, target, headers, body };
}

/** What is passed on of the caller's headers, and of its cookies no more than the click that one of ours proves. */
function headersOf(
  { signing }: { signing: SigningKey },
  inbound: Inbound,
  given: Record<string, string>,
): Record<string, string> {
  const passed = Object.entries(given).filter(([name]) => PASSED_ON.has(name) || isPassedHeader(name));
  const mark = inbound.target.indexOf('?');
  const offerId = mark === -1 ? null : new URLSearchParams(inbound.target.slice(mark)).get('offer_id');
  const pixelClick = readPixelClick(inbound.header('cookie'), offerId, signing);
  return {
    ...Object.fromEntries(passed),
    ...(pixelClick !== null && { [CALLBACK_HEADERS.pixelClick]: pixelClick }),
  };
}

async function pass<E extends Env>(
  { deliverCallback, inbox, log }: PassCallbackDeps<E>,
  protocol: CallbackProtocol,
  callback: Callback,
): Promise<Response> {
  const delivery = await deliverCallback(callback);
  if (delivery.kind === 'answered') return passBack(delivery.answer);
  const notKept = await inbox.keep(callback);
  log(notKept ? 'error' : 'warn', notKept ? 'call could not be kept' : 'call kept for later', {
    protocol,
    detail: delivery.detail,
    notKept,
  });
  return notKept === null ? acknowledge(protocol) : empty(503, { 'retry-after': RETRY_AFTER_SECONDS });
}

const passBack = ({ status, headers, body }: CallbackAnswer): Response =>
  new Response(status === 204 ? null : body, { status, headers: { ...headers, 'cache-control': 'no-store' } });

/** What each protocol's caller expects of somebody who has taken the call. */
function acknowledge(protocol: CallbackProtocol): Response {
  const headers = { 'cache-control': 'no-store' };
  switch (protocol) {
    case 'webhook':
      return Response.json({ outcome: 'kept' }, { status: 202, headers });
    case 'tune':
      return new Response(TUNE_SUCCESS, { headers: { ...headers, 'content-type': 'text/plain' } });
    default:
      return protocol satisfies never;
  }
}
