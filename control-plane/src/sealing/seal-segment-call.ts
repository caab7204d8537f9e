import type { DataKeys } from '../io/data-keys.ts';

/** A request of Segment's as its row keeps it; `sealedBy` null: in the clear. */
export interface KeptCall {
  id: string;
  body: Uint8Array;
  sealedBy: string | null;
}

/** What visitors did, and who they are, is sealed for this row alone. */
export function sealCall(keys: DataKeys, id: string, bytes: Uint8Array): Pick<KeptCall, 'body' | 'sealedBy'> {
  const { keyId, bytes: body } = keys.seal(bytes, placeOf(id));
  return { body, sealedBy: keyId };
}

/** @throws ProblemError `data_key_missing` */
export const openCall = (keys: DataKeys, { id, body, sealedBy }: KeptCall): Uint8Array =>
  keys.open({ keyId: sealedBy, bytes: body }, placeOf(id));

const placeOf = (id: string): string => `segment_calls.body:${id}`;
