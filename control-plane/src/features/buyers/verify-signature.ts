import { createHmac } from 'node:crypto';
import { type Instant, MINUTE_MS } from '@alyson/schema';
import { isSameSecret } from '../../http/is-same-secret.ts';

/** The headers of a Standard Webhooks request; null where one is missing. */
export interface WebhookHeaders {
  id: string | null;
  timestamp: string | null;
  signature: string | null;
}

export type SignatureFault = 'missing_header' | 'unusable_id' | 'unusable_timestamp' | 'stale_timestamp' | 'no_match';
export type Verification = { ok: true; webhookId: string } | { ok: false; reason: SignatureFault };

const TOLERANCE_MS = 5 * MINUTE_MS;

/**
 * Checks a webhook by the Standard Webhooks specification 1.0.0: `v1` is HMAC-SHA256 over `id.timestamp.body`. One match
 * among several signatures and secrets will do, so that secrets can be rotated; signatures of other versions are skipped.
 *
 * @param body     the raw bytes, exactly as they came
 * @param secrets  base64, with or without `whsec_` before it
 * @param now      epoch ms; the timestamp may be five minutes off either way
 */
export function verifySignature(
  { id, timestamp, signature }: WebhookHeaders,
  body: Uint8Array,
  secrets: readonly string[],
  now: Instant,
): Verification {
  if (!id || !timestamp || !signature) return { ok: false, reason: 'missing_header' };
  if (!/^[\x21-\x7e]{1,200}$/.test(id)) return { ok: false, reason: 'unusable_id' };
  if (!/^\d{1,12}$/.test(timestamp)) return { ok: false, reason: 'unusable_timestamp' };
  const given = signature.split(' ').filter((part) => part.startsWith('v1,'));
  const expected = secrets.map((secret) => `v1,${sign(secret, id, timestamp, body)}`);
  if (!given.some((one) => expected.some((other) => isSameSecret(one, other))))
    return { ok: false, reason: 'no_match' };
  // Last, so that only the owner of the secret learns that the clock is to blame.
  if (Math.abs(now - Number(timestamp) * 1000) > TOLERANCE_MS) return { ok: false, reason: 'stale_timestamp' };
  return { ok: true, webhookId: id };
}

function sign(secret: string, id: string, timestamp: string, body: Uint8Array): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  return createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64');
}
