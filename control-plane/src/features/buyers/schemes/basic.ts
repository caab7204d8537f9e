import { isSameSecret } from '../../../http/is-same-secret.ts';
import { type InboundCall, PROVEN, type Proof, refused, type SecretOf } from './proof.ts';

/** Basic authentication (RFC 7617), in UTF-8. */
export function proveBasic(call: InboundCall, { scheme, value }: SecretOf<'basic'>): Proof {
  const [, given] = /^Basic +([A-Za-z0-9+/=]+)$/i.exec(call.header('authorization') ?? '') ?? [];
  if (given === undefined) return refused('missing_proof');
  const isMatch = isSameSecret(Buffer.from(given, 'base64').toString('utf8'), `${scheme.username}:${value}`);
  return isMatch ? PROVEN : refused('no_match');
}
