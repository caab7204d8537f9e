import { createHmac } from 'node:crypto';
import type { Instant } from '@alyson/schema';
import type { Config } from '../config.ts';
import { NONCE_BYTES, openText, type Seal, sealText } from '../io/seal.ts';
import type { DestinationRow } from './destinations.store.ts';

type SealedSecret = DestinationRow['secrets'][number];

/** By which a subscription's secrets are kept. */
const sealOf = ({ authSecret }: Pick<Config, 'authSecret'>, workspaceId: string): Seal => ({
  authSecret,
  purpose: 'subscription secret',
  workspaceId,
});

const SECRET_BYTES = 32;

interface Making {
  config: Config;
  workspaceId: string;
  randomBytes(count: number): Uint8Array;
  now(): Instant;
}

/** A new secret of Standard Webhooks (`whsec_…`): to be shown once, and as it is kept. */
export function makeSecret({ config, workspaceId, randomBytes, now }: Making): { secret: string; kept: SealedSecret } {
  const secret = `whsec_${Buffer.from(randomBytes(SECRET_BYTES)).toString('base64')}`;
  const sealed = sealText(secret, sealOf(config, workspaceId), randomBytes(NONCE_BYTES));
  return { secret, kept: { sealed, createdAt: now(), endsAt: null } };
}

/** The secrets that sign at a time. Those that were sealed by another deployment's secret cannot. */
export function openSecrets(
  config: Pick<Config, 'authSecret'>,
  workspaceId: string,
  secrets: readonly SealedSecret[],
  now: Instant,
): string[] {
  const lasting = secrets.filter(({ endsAt }) => endsAt === null || endsAt > now);
  return lasting.flatMap(({ sealed }) => openText(sealed, sealOf(config, workspaceId)) ?? []);
}

export interface Message {
  id: string;
  at: Instant;
  body: string;
}

/** The headers of Standard Webhooks 1.0.0: a `v1` signature by each secret, so that secrets can be rotated. */
export function signWebhook({ id, at, body }: Message, secrets: readonly string[]): Record<string, string> {
  const timestamp = String(Math.floor(at / 1000));
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
    return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
  });
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') };
}
