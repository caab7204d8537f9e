import { createHash } from 'node:crypto';

const DIGEST_BYTES = 16;

/** First 16 bytes of SHA-256 over UTF-8: what a key of any length is found by. */
export const digestOfKey = (key: string): Buffer =>
  createHash('sha256').update(key, 'utf8').digest().subarray(0, DIGEST_BYTES);
