import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';

/** What seals, what for, and for whom: sealed for one workspace or purpose, a text opens for no other. */
export interface Seal {
  authSecret: string;
  purpose: string;
  workspaceId: string;
}

const VERSION = 'v1';

export const NONCE_BYTES = 12;

/** AES-256-GCM by a key made of the deployment's secret, so that the database alone gives no secret away. */
export function sealText(text: string, seal: Seal, nonce: Uint8Array): string {
  const cipher = createCipheriv('aes-256-gcm', keyOf(seal), nonce).setAAD(Buffer.from(seal.workspaceId));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return [VERSION, ...[nonce, cipher.getAuthTag(), sealed].map((part) => Buffer.from(part).toString('base64url'))].join(
    '.',
  );
}

/** @returns null for what was sealed by another secret, for another workspace or purpose, or altered */
export function openText(sealed: string, seal: Seal): string | null {
  const [version, ...parts] = sealed.split('.');
  const [nonce, tag, text] = parts.map((part) => Buffer.from(part, 'base64url'));
  if (version !== VERSION || !nonce || !tag || !text) return null;
  try {
    const decipher = createDecipheriv('aes-256-gcm', keyOf(seal), nonce, { authTagLength: 16 });
    decipher.setAAD(Buffer.from(seal.workspaceId)).setAuthTag(tag);
    return decipher.update(text, undefined, 'utf8') + decipher.final('utf8');
  } catch {
    return null;
  }
}

const keyOf = ({ authSecret, purpose }: Seal): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', authSecret, 'alyson', purpose, 32));
