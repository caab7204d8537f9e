import { isSameSecret } from './is-same-secret.ts';

/** Whether a request's `Authorization` is this bearer token. */
export const bearsToken = (authorization: string | undefined, token: string): boolean =>
  isSameSecret(authorization ?? '', `Bearer ${token}`);
