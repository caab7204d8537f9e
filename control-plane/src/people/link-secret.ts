import { createHash } from 'node:crypto';

const SECRET_BYTES = 32;

/** What is kept of a one-time link's secret. */
export const hashLinkSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** The secret of a one-time link: 256 random bits, kept as their hash alone. */
export function makeLinkSecret(randomBytes: (count: number) => Uint8Array): { secret: string; secretSha256: string } {
  const secret = Buffer.from(randomBytes(SECRET_BYTES)).toString('base64url');
  return { secret, secretSha256: hashLinkSecret(secret) };
}
