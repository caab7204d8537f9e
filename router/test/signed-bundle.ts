import { generateKeyPairSync, sign } from 'node:crypto';
import { BUNDLE_DOMAIN, type SignedBundle } from '@alyson/schema';

/** A key pair as the control plane has it, and a pen that signs with it. */
export function createSigner(keyId = 'key-1') {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const raw = Uint8Array.from(Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url'));
  const signText = (payload: string, domain = BUNDLE_DOMAIN): SignedBundle => ({
    keyId,
    payload,
    signature: sign(null, Buffer.from(domain + payload), privateKey).toString('base64'),
  });
  return { keyId, raw, signText, sign: (bundle: unknown) => signText(JSON.stringify(bundle)) };
}
