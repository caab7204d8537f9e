import type { Instant } from './time.ts';

/*
 * A buyer's call on the router's host, as an edge passes it on to the control plane (R26): the call itself, and beside it
 * what only the edge knows, signed with the edge's token so that nobody else can claim it.
 */

/** What an edge adds to a call. A caller's own headers of these names are never passed on. */
export const CALLBACK_HEADERS = {
  /** Epoch ms of the edge's clock. */
  receivedAt: 'alyson-received-at',
  /** The address the call came from; empty where the platform knows none. */
  sender: 'alyson-sender',
  /** Path and query byte for byte: HTTP clients re-encode some characters of an address. */
  target: 'alyson-target',
  /** The click that a visitor's browser remembers, by a cookie that this edge proved; absent where there is none. */
  pixelClick: 'alyson-pixel-click',
  /** `v1=` and the hex HMAC-SHA256 of `callbackSigningText`, keyed by the edge's token. */
  signature: 'alyson-edge-signature',
} as const;

const CREDENTIAL_HEADER = /^[a-z0-9-]{0,60}(?:auth|key|token|secret|sign|hmac)[a-z0-9-]{0,60}$/;
/** What belongs to a connection or a browser, and what only an edge may say. */
const NOT_THE_CALLERS = /^(?:alyson|proxy|sec)-/;

/**
 * Whether an edge passes on a header in which a caller may carry a token or a signature, beside what tells how a body is to
 * be read. Nothing else of a caller's, its cookies above all, leaves the edge.
 *
 * @param name  in lower case
 */
export const isPassedHeader = (name: string): boolean => CREDENTIAL_HEADER.test(name) && !NOT_THE_CALLERS.test(name);

/** What an edge says of a call. */
export interface CallbackReceipt {
  receivedAt: Instant;
  sender: string | null;
  method: string;
  target: string;
  /** Of a conversion pixel: the id of the click that its browser came by, proven by the cookie of that click. */
  pixelClick: string | null;
}

/** A call's body is not larger, on either side. */
export const MAX_CALLBACK_BYTES = 1_048_576;

/** TUNE's addresses for conversions: by server, of a goal, and by a pixel in a visitor's browser. */
export const TUNE_CONVERSION_PATHS = ['/aff_lsr', '/aff_goal', '/aff_l'] as const;

/** TUNE's answer to a conversion it took. Callers compare it byte by byte. */
export const TUNE_SUCCESS = 'success=true;';

/** What an edge signs. @param bodySha256  of the body's bytes, in lower-case hex */
export const callbackSigningText = (
  { receivedAt, sender, method, target, pixelClick }: CallbackReceipt,
  bodySha256: string,
): string =>
  [
    'alyson-callback-v1',
    receivedAt,
    sender ?? '',
    method,
    target,
    bodySha256,
    ...(pixelClick ? [pixelClick] : []),
  ].join('\n');
