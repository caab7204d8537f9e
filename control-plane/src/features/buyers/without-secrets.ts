import type { SecretScheme } from '@alyson/schema';
import { hideValues, isForm, queryOf } from './call-parameters.ts';
import type { InboundCall } from './schemes/proof.ts';

/**
 * A call as it may be kept: the same bytes, but for the values that stand where a secret of its buyer's would, even one
 * that has ended or does not match. Headers are kept by name, and none of those.
 */
export function withoutSecrets(call: InboundCall, secrets: readonly { scheme: SecretScheme }[]): InboundCall {
  const mark = call.target.length - queryOf(call.target).length;
  const inForm = namesIn('form', secrets);
  const hides = inForm.size > 0 && isForm(call.header('content-type'));
  return {
    ...call,
    target: call.target.slice(0, mark) + hideValues(call.target.slice(mark), namesIn('query', secrets)),
    body: hides ? Buffer.from(hideValues(Buffer.from(call.body).toString('latin1'), inForm), 'latin1') : call.body,
  };
}

const namesIn = (place: 'query' | 'form', secrets: readonly { scheme: SecretScheme }[]): ReadonlySet<string> =>
  new Set(secrets.flatMap(({ scheme }) => (scheme.kind === 'token' && scheme.in === place ? [scheme.name] : [])));
