import { createCipheriv, createDecipheriv } from 'node:crypto';
import { ProblemError } from '@alyson/schema';

/** One key of the keyring: 32 bytes, by the id that stands beside whatever it sealed. */
export interface DataKey {
  id: string;
  key: Uint8Array;
}

/** Bytes as they are kept, and the key that opens them; `keyId` null: they were kept in the clear. */
interface Kept {
  keyId: string | null;
  bytes: Uint8Array;
}

/** The keyring by which raw reports and secrets are kept: the first key writes, all of them read. */
export interface DataKeys {
  readonly writingId: string;
  holds(keyId: string): boolean;
  /** @param place  table, column and row: sealed for one place, nothing opens in another */
  seal(bytes: Uint8Array, place: string): { keyId: string; bytes: Uint8Array };
  /** @throws ProblemError `data_key_missing`; Error for bytes that are damaged, or stood in another place */
  open(kept: Kept, place: string): Uint8Array;
}

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** AES-256-GCM; what is kept is nonce, tag and ciphertext. Random nonces are good for 2^32 texts by one key. */
export function createDataKeys(keys: readonly DataKey[], randomBytes: (count: number) => Uint8Array): DataKeys {
  const [writing] = keys;
  if (!writing) throw new Error('a keyring has one key at least');
  const byId = new Map(keys.map(({ id, key }) => [id, key]));
  return {
    writingId: writing.id,
    holds: (keyId) => byId.has(keyId),
    seal(bytes, place) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', writing.key, nonce).setAAD(Buffer.from(place));
      const sealed = [cipher.update(bytes), cipher.final()];
      return { keyId: writing.id, bytes: Buffer.concat([nonce, cipher.getAuthTag(), ...sealed]) };
    },
    open({ keyId, bytes }, place) {
      if (keyId === null) return bytes;
      const key = byId.get(keyId);
      if (!key)
        throw new ProblemError('data_key_missing', `ALYSON_DATA_KEYS lacks the key ${keyId}, which sealed this.`);
      return openWith(key, bytes, place);
    },
  };
}

function openWith(key: Uint8Array, bytes: Uint8Array, place: string): Uint8Array {
  const [nonce, tag] = [bytes.subarray(0, NONCE_BYTES), bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES)];
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(place)).setAuthTag(tag);
    return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
  } catch (cause) {
    throw new Error(`what is kept at ${place} does not open: it is damaged, or was moved there`, { cause });
  }
}
