import { createHash, timingSafeEqual } from 'node:crypto';

/** Whether two texts are the same. By their digests, which tell nothing of how long they are or where they differ. */
export const isSameSecret = (a: string, b: string): boolean => timingSafeEqual(digestOf(a), digestOf(b));

const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();
