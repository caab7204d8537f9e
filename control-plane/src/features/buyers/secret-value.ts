import type { SecretScheme } from '@alyson/schema';
import type { DataKeys, Kept } from '../../io/data-keys.ts';

type Place = { id: string };

/** 256 random bits, as the scheme writes them. */
const SECRET_BYTES = 32;

export function makeSecretValue({ kind }: SecretScheme, randomBytes: (count: number) => Uint8Array): string {
  const bytes = Buffer.from(randomBytes(SECRET_BYTES));
  return kind === 'standard_webhooks' ? `whsec_${bytes.toString('base64')}` : bytes.toString('base64url');
}

/** How a secret's value is kept: sealed for its own row. */
export function sealSecret(keys: DataKeys, { id }: Place, value: string): { value: Uint8Array; sealedBy: string } {
  const { keyId, bytes } = keys.seal(Buffer.from(value), placeOf(id));
  return { value: bytes, sealedBy: keyId };
}

/** @throws ProblemError `data_key_missing` */
export function openSecret(
  keys: DataKeys,
  { id, value, sealedBy }: Place & { value: Uint8Array; sealedBy: string | null },
): string {
  const kept: Kept = { keyId: sealedBy, bytes: value };
  return Buffer.from(keys.open(kept, placeOf(id))).toString('utf8');
}

const placeOf = (id: string): string => `buyer_secrets.value:${id}`;
