import { BUNDLE_DOMAIN, type SignedBundle } from '@alyson/schema';

/** Public keys that may sign bundles, by key id. Several while a key is being rotated. */
export type ReleaseKeys = ReadonlyMap<string, Uint8Array<ArrayBuffer>>;

const utf8 = new TextEncoder();
type ImportedKey = ReturnType<typeof crypto.subtle.importKey>;
const imported = new WeakMap<Uint8Array, ImportedKey>();

/** Whether one of our control planes signed exactly this text. */
export async function verifyBundle(
  { keyId, payload, signature }: SignedBundle,
  keys: ReleaseKeys,
): Promise<'verified' | 'unknown_key' | 'bad_signature'> {
  const key = keys.get(keyId);
  if (!key) return 'unknown_key';
  const bytes = decodeBase64(signature);
  const text = utf8.encode(BUNDLE_DOMAIN + payload);
  // Base64 has room for bits that mean nothing: only one way to write a signature is taken.
  const isCanonical = bytes !== null && btoa(String.fromCharCode(...bytes)) === signature;
  const isValid = isCanonical && (await crypto.subtle.verify('Ed25519', await importKey(key), bytes, text));
  return isValid ? 'verified' : 'bad_signature';
}

function importKey(bytes: Uint8Array<ArrayBuffer>): ImportedKey {
  const known = imported.get(bytes);
  if (known !== undefined) return known;
  const key = crypto.subtle.importKey('raw', bytes, 'Ed25519', false, ['verify']);
  imported.set(bytes, key);
  return key;
}

/** @returns null for what is not base64 */
export function decodeBase64(text: string): Uint8Array<ArrayBuffer> | null {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    return null;
  }
}
