import { isSameSecret } from '../../../http/is-same-secret.ts';
import { formOf, queryOf } from '../call-parameters.ts';
import { type InboundCall, PROVEN, type Proof, refused, type SecretOf } from './proof.ts';

/** A token in a header, the query or a form. The last of several counts, as it does where people test theirs. */
export function proveStaticToken(call: InboundCall, { scheme, value }: SecretOf<'token'>): Proof {
  const given = tokenOf(call, scheme);
  if (!given) return refused('missing_proof');
  return isSameSecret(given, value) ? PROVEN : refused('no_match');
}

function tokenOf(call: InboundCall, { in: place, name }: SecretOf<'token'>['scheme']): string | undefined {
  switch (place) {
    case 'header':
      return call
        .header(name.toLowerCase())
        ?.trim()
        .replace(/^Bearer /i, '');
    case 'query':
      return new URLSearchParams(queryOf(call.target)).getAll(name).at(-1);
    case 'form':
      return new URLSearchParams(formOf(call)).getAll(name).at(-1);
    default:
      return place satisfies never;
  }
}
