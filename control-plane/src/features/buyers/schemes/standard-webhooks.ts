import { createHmac, createPublicKey, verify } from 'node:crypto';
import { MINUTE_MS } from '@alyson/schema';
import { isSameSecret } from '../../../http/is-same-secret.ts';
import { type InboundCall, type Proof, refused, type SecretOf } from './proof.ts';

const TOLERANCE_MS = 5 * MINUTE_MS;

/**
 * Checks a webhook by the Standard Webhooks specification 1.0.0, over `id.timestamp.body`: `v1` is HMAC-SHA256 by `whsec_…`,
 * `v1a` Ed25519 by `whpk_…`. One match among several signatures will do; those of other versions are skipped.
 */
export function proveStandardWebhook(call: InboundCall, secret: SecretOf<'standard_webhooks'>): Proof {
  const [id, timestamp, signatures] = ['id', 'timestamp', 'signature'].map((name) => call.header(`webhook-${name}`));
  if (!id || !timestamp || !signatures) return refused('missing_proof');
  if (!/^[\x21-\x7e]{1,200}$/.test(id)) return refused('unusable_id');
  if (!/^\d{1,12}$/.test(timestamp)) return refused('unusable_timestamp');
  const text = Buffer.concat([Buffer.from(`${id}.${timestamp}.`), call.body]);
  const { version } = secret.scheme;
  const given = signatures
    .split(' ')
    .flatMap((part) => (part.startsWith(`${version},`) ? [part.slice(version.length + 1)] : []));
  const matches = version === 'v1' ? matchesHmac : matchesKey;
  if (!matches(secret.value, text, given)) return refused('no_match');
  // Last, so that only the owner of the secret learns that the clock is to blame.
  if (Math.abs(call.receivedAt - Number(timestamp) * 1000) > TOLERANCE_MS) return refused('stale_timestamp');
  return { ok: true, webhookId: id };
}

function matchesHmac(secret: string, text: Uint8Array, given: readonly string[]): boolean {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const expected = createHmac('sha256', key).update(text).digest('base64');
  return given.some((one) => isSameSecret(one, expected));
}

/** More signatures than this are nobody's rotation: each costs a check. */
const MOST_SIGNATURES = 5;

function matchesKey(publicKey: string, text: Uint8Array, given: readonly string[]): boolean {
  const x = Buffer.from(publicKey.replace(/^whpk_/, ''), 'base64').toString('base64url');
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  return given.slice(0, MOST_SIGNATURES).some((one) => verify(null, text, key, Buffer.from(one, 'base64')));
}
