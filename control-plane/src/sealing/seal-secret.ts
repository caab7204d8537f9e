import type { DataKeys } from '../io/data-keys.ts';

/** A buyer's secret as its row keeps it. */
export interface KeptSecret {
  id: string;
  value: Uint8Array;
  sealedBy: string | null;
}

/** A secret's value for its row, and for no other. */
export function sealSecret(keys: DataKeys, id: string, value: string): Pick<KeptSecret, 'value' | 'sealedBy'> {
  const { keyId, bytes } = keys.seal(Buffer.from(value), placeOf(id));
  return { value: bytes, sealedBy: keyId };
}

/** @throws ProblemError `data_key_missing` */
export const openSecret = (keys: DataKeys, { id, value, sealedBy }: KeptSecret): string =>
  Buffer.from(keys.open({ keyId: sealedBy, bytes: value }, placeOf(id))).toString('utf8');

const placeOf = (id: string): string => `buyer_secrets.value:${id}`;
