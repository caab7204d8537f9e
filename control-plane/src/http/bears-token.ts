import { createHash, timingSafeEqual } from 'node:crypto';

/** Whether a request's `Authorization` is this bearer token. By their digests, which tell nothing of where two texts differ. */
export const bearsToken = (authorization: string | undefined, token: string): boolean =>
  timingSafeEqual(digestOf(authorization ?? ''), digestOf(`Bearer ${token}`));

const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();
