import { env } from 'cloudflare:workers';
import { BUNDLE_DOMAIN, type SignedBundle } from '@alyson/schema';

/** Signs as the control plane would, with the key that vitest.config.ts made for this run. */
export async function signInWorkerd(bundle: unknown): Promise<SignedBundle> {
  const payload = JSON.stringify(bundle);
  const text = new TextEncoder().encode(BUNDLE_DOMAIN + payload);
  const signature = await crypto.subtle.sign('Ed25519', await importSigningKey(), text);
  return { keyId: 'key-1', payload, signature: btoa(String.fromCharCode(...new Uint8Array(signature))) };
}

function importSigningKey(): Promise<CryptoKey> {
  const { TEST_SIGNING_KEY } = env as Cloudflare.Env & { TEST_SIGNING_KEY: string };
  const der = Uint8Array.from(atob(TEST_SIGNING_KEY), (character) => character.charCodeAt(0));
  return crypto.subtle.importKey('pkcs8', der, 'Ed25519', false, ['sign']);
}
