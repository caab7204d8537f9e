import { CALLBACK_HEADERS, callbackSigningText } from '@alyson/schema';
import type { Callback } from '../io/inbox.ts';

/** The headers by which the control plane knows that an edge received this call, when, and from whom (R26). */
export type SignCallback = (callback: Callback) => Promise<Record<string, string>>;

const utf8 = new TextEncoder();
const HMAC = { name: 'HMAC', hash: 'SHA-256' };

/** Signed at each delivery, not at receipt: what waits is signed with the token that is valid when it is delivered. */
export function createCallbackSigner(edgeToken: string): SignCallback {
  return async (callback) => {
    const { receivedAt, sender, target, headers, body } = callback;
    // Kept among the headers, as it came to be known with them, so that a call that waits has it too.
    const pixelClick = headers[CALLBACK_HEADERS.pixelClick] ?? null;
    // Imported each time: on Workers no request may wait for another's promise.
    const key = await crypto.subtle.importKey('raw', utf8.encode(edgeToken), HMAC, false, ['sign']);
    const bodySha256 = toHex(await crypto.subtle.digest('SHA-256', body));
    const text = utf8.encode(callbackSigningText({ ...callback, pixelClick }, bodySha256));
    return {
      [CALLBACK_HEADERS.receivedAt]: String(receivedAt),
      [CALLBACK_HEADERS.sender]: sender ?? '',
      [CALLBACK_HEADERS.target]: target,
      [CALLBACK_HEADERS.signature]: `v1=${toHex(await crypto.subtle.sign('HMAC', key, text))}`,
    };
  };
}

const toHex = (bytes: ArrayBuffer): string =>
  Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
