import { sign } from 'node:crypto';
import { BUNDLE_DOMAIN, type SignedBundle } from '@alyson/schema';
import type { Config } from '../../config.ts';

/** Signs a bundle's exact text. The domain before it keeps the signature from serving any other purpose. */
export function signBundle(payload: string, { id, privateKey }: Config['releaseKey']): SignedBundle {
  const signature = sign(null, Buffer.from(BUNDLE_DOMAIN + payload), privateKey).toString('base64');
  return { keyId: id, payload, signature };
}

/** A stored bundle as it travels. */
export const signedPart = ({ keyId, payload, signature }: SignedBundle): SignedBundle => ({
  keyId,
  payload,
  signature,
});
