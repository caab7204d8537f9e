import type { InboundCall } from './schemes/proof.ts';

const FORM_TYPE = /^application\/x-www-form-urlencoded\s*(;|$)/i;

/** The query of a target, without its `?`; empty where there is none. */
export const queryOf = (target: string): string => {
  const mark = target.indexOf('?');
  return mark === -1 ? '' : target.slice(mark + 1);
};

export const isForm = (contentType: string | null): boolean => FORM_TYPE.test(contentType ?? '');

/** The body of a form as text; empty where it is none. */
export const formOf = ({ header, body }: Pick<InboundCall, 'header' | 'body'>): string =>
  isForm(header('content-type')) ? new TextDecoder().decode(body) : '';

/** Stands where a secret stood in what is kept of a call. */
const HIDDEN = 'hidden';

/** `a=1&b=2` as it came, but for the values under these names. */
export function hideValues(pairs: string, names: ReadonlySet<string>): string {
  if (names.size === 0) return pairs;
  return pairs
    .split('&')
    .map((pair) => {
      const [[name = ''] = []] = [...new URLSearchParams(pair)];
      const equals = pair.indexOf('=');
      return equals === -1 || !names.has(name) ? pair : `${pair.slice(0, equals)}=${HIDDEN}`;
    })
    .join('&');
}
