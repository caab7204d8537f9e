import { env } from 'cloudflare:workers';
import { BUNDLE_DOMAIN, type SignedBundle } from '@alyson/schema';

type Signing = Cloudflare.Env & { readonly TEST_SIGNING_KEYS: string };

/** Signs as the control plane would, with one of the keys that were made for this run. */
export async function signInWorkerd(bundle: unknown, keyId = 'key-1'): Promise<SignedBundle> {
  const payload = JSON.stringify(bundle);
  const text = new TextEncoder().encode(BUNDLE_DOMAIN + payload);
  const signature = await crypto.subtle.sign('Ed25519', await importSigningKey(keyId), text);
  return { keyId, payload, signature: btoa(String.fromCharCode(...new Uint8Array(signature))) };
}

function importSigningKey(keyId: string): Promise<CryptoKey> {
  const keys = JSON.parse((env as Signing).TEST_SIGNING_KEYS) as Record<string, string>;
  const der = Uint8Array.from(atob(keys[keyId] ?? ''), (character) => character.charCodeAt(0));
  return crypto.subtle.importKey('pkcs8', der, 'Ed25519', false, ['sign']);
}
