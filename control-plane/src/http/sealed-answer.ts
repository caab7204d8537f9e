import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';

const ALGORITHM = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * An answer as it is kept for repeats. It may hold what is shown once only, such as a token: sealed, it is worth nothing to
 * who reads the database without the deployment's secret.
 */
export interface SealedAnswer {
  sealed: string;
}

const keyOf = (secret: string): Buffer => createHash('sha256').update(`answers:${secret}`).digest();

export function sealAnswer(answer: unknown, secret: string, randomBytes: (count: number) => Uint8Array): SealedAnswer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(ALGORITHM, keyOf(secret), iv);
  const sealed = [cipher.update(JSON.stringify(answer), 'utf8'), cipher.final()];
  return { sealed: Buffer.concat([iv, cipher.getAuthTag(), ...sealed]).toString('base64') };
}

/** @returns null where it was not sealed with this secret: the deployment had another, or the row is older than this */
export function openAnswer({ sealed }: SealedAnswer, secret: string): unknown {
  try {
    const bytes = Buffer.from(sealed, 'base64');
    const decipher = createDecipheriv(ALGORITHM, keyOf(secret), bytes.subarray(0, IV_BYTES));
    decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    const text = Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
    return JSON.parse(text.toString('utf8'));
  } catch {
    return null;
  }
}
