import { createHash, createHmac } from 'node:crypto';
import { CALLBACK_HEADERS, type CallbackReceipt, callbackSigningText } from '@alyson/schema';
import type { Context } from 'hono';
import type { AppEnv } from './app-env.ts';
import { clientAddressOf } from './client-address.ts';
import { isSameSecret } from './is-same-secret.ts';

/**
 * When a buyer's call was received, from whom, and what it was: by an edge's signed word where the call came through one
 * (R26), else by this process's own clock and socket. Headers that no edge signed are as if they were not there.
 *
 * @param body  the raw bytes, which the signature covers
 */
export function readReceipt(c: Context<AppEnv>, body: Uint8Array): CallbackReceipt {
  const { now } = c.var.deps;
  const signed = readSigned(c, body);
  // An edge whose clock is ahead received nothing in the future.
  if (signed) return { ...signed, receivedAt: Math.min(signed.receivedAt, now()) };
  const incoming = c.env?.incoming;
  return {
    receivedAt: now(),
    sender: clientAddressOf(c),
    method: c.req.method,
    target: incoming?.url ?? targetOf(c.req.url),
    pixelClick: null,
  };
}

function readSigned(c: Context<AppEnv>, body: Uint8Array): CallbackReceipt | null {
  const { config, log } = c.var.deps;
  const header = (name: keyof typeof CALLBACK_HEADERS) => c.req.header(CALLBACK_HEADERS[name]);
  const [signature, target, receivedAt] = [header('signature'), header('target'), Number(header('receivedAt'))];
  if (signature === undefined || target === undefined || !Number.isSafeInteger(receivedAt)) return null;
  const pixelClick = header('pixelClick') ?? null;
  const receipt = { receivedAt, sender: header('sender') || null, method: c.req.method, target, pixelClick };
  const text = callbackSigningText(receipt, createHash('sha256').update(body).digest('hex'));
  const expected = `v1=${createHmac('sha256', config.tokens.edge).update(text).digest('hex')}`;
  if (isSameSecret(signature, expected) && pathOf(target) === c.req.path) return receipt;
  log.warn({ requestId: c.var.requestId }, 'an edge signature does not match: does that edge have another token?');
  return null;
}

const pathOf = (target: string): string => target.split('?', 1)[0] ?? '';

const targetOf = (url: string): string => {
  const { pathname, search } = new URL(url);
  return pathname + search;
};
