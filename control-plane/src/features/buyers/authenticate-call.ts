import { DAY_MS, type Instant, type ReportFault } from '@alyson/schema';
import type { DataKeys } from '../../io/data-keys.ts';
import { openSecret } from '../../sealing/seal-secret.ts';
import { isListed } from './address-list.ts';
import type { SecretRow } from './buyer-secrets.store.ts';
import { proveBasic } from './schemes/basic.ts';
import { proveHmacHeader } from './schemes/hmac-header.ts';
import { type InboundCall, type OpenSecret, type Proof, refused } from './schemes/proof.ts';
import { proveStandardWebhook } from './schemes/standard-webhooks.ts';
import { proveStaticToken } from './schemes/static-token.ts';

/** Which of a buyer's secrets a call bears, or why it counts as nobody's. */
export type Authentication =
  | { ok: true; webhookId: string | null; secret: SecretRow }
  | { ok: false; fault: ReportFault };

/** After this, a secret that has ended is as if it had never been. */
const REMEMBERED_MS = 30 * DAY_MS;

/** The most telling first: where several secrets refuse a call, each for its own reason, the caller is told one. */
const TELLING: readonly ReportFault[] = [
  'unlisted_address',
  'stale_timestamp',
  'unusable_timestamp',
  'unusable_id',
  'no_match',
  'missing_proof',
];

/**
 * Whether a call is its buyer's own (C14): one secret that counts and matches will do, so that another can take over from it.
 *
 * @param secrets  all of the buyer's, those that have ended as well
 * @throws ProblemError `data_key_missing` where none matches that can be read, and some cannot
 */
export function authenticateCall(keys: DataKeys, call: InboundCall, secrets: readonly SecretRow[]): Authentication {
  const isLive = ({ expiresAt }: SecretRow) => expiresAt === null || expiresAt.getTime() > call.receivedAt;
  const live = secrets.filter(isLive);
  const faults: ReportFault[] = [];
  for (const secret of live.filter((one) => isReadable(keys, one))) {
    const proof = prove(keys, call, secret);
    if (proof.ok) return { ...proof, secret };
    faults.push(proof.fault);
  }
  const unread = live.find((one) => !isReadable(keys, one));
  if (unread) openSecret(keys, unread); // says which key is missing
  const ended = secrets.filter((one) => !isLive(one) && isRemembered(one, call.receivedAt) && isReadable(keys, one));
  if (ended.some((one) => prove(keys, call, one).ok)) return { ok: false, fault: 'expired_secret' };
  return { ok: false, fault: TELLING.find((fault) => faults.includes(fault)) ?? 'no_secret' };
}

const isReadable = (keys: DataKeys, { sealedBy }: SecretRow): boolean => sealedBy === null || keys.holds(sealedBy);

const isRemembered = ({ expiresAt }: SecretRow, now: Instant): boolean =>
  expiresAt !== null && now - expiresAt.getTime() < REMEMBERED_MS;

function prove(keys: DataKeys, call: InboundCall, secret: SecretRow): Proof {
  const proof = proveBy(call, { scheme: secret.scheme, value: openSecret(keys, secret) });
  const isElsewhere = secret.addresses.length > 0 && (call.sender === null || !isListed(secret.addresses, call.sender));
  return proof.ok && isElsewhere ? refused('unlisted_address') : proof;
}

function proveBy(call: InboundCall, { scheme, value }: OpenSecret): Proof {
  switch (scheme.kind) {
    case 'standard_webhooks':
      return proveStandardWebhook(call, { scheme, value });
    case 'hmac_sha256':
      return proveHmacHeader(call, { scheme, value });
    case 'token':
      return proveStaticToken(call, { scheme, value });
    case 'basic':
      return proveBasic(call, { scheme, value });
    default:
      return scheme satisfies never;
  }
}
