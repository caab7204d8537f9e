import { createHmac } from 'node:crypto';
import { isSameSecret } from '../../../http/is-same-secret.ts';
import { type InboundCall, PROVEN, type Proof, refused, type SecretOf } from './proof.ts';

/** Some senders name the algorithm before it. */
const ALGORITHM = /^sha256=/i;

/** HMAC-SHA256 of the raw body in a header. It dates nothing, so events count once by their own ids alone. */
export function proveHmacHeader(call: InboundCall, { scheme, value }: SecretOf<'hmac_sha256'>): Proof {
  const given = call.header(scheme.header)?.trim().replace(ALGORITHM, '');
  if (!given) return refused('missing_proof');
  const expected = createHmac('sha256', value).update(call.body).digest(scheme.encoding);
  const isMatch = isSameSecret(scheme.encoding === 'hex' ? given.toLowerCase() : given, expected);
  return isMatch ? PROVEN : refused('no_match');
}
