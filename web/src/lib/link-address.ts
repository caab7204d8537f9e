import { type Link, linkPath } from '@alyson/schema';

/**
 * The whole address of a link, as affiliates get it.
 *
 * @param routerUrl  the deployment's own, without a slash at its end
 */
export const linkAddressOf = (link: Pick<Link, 'kind' | 'value' | 'host'>, routerUrl: string): string =>
  (link.host === null ? routerUrl : `https://${link.host}`) + linkPath(link);

/** A page's address with one parameter set to a text as it stands, such as a macro, in place of any of its name. */
export function withParameter(url: string, name: string, value: string): string {
  const [, page = '', query = '', fragment = ''] = /^([^?#]*)(?:\?([^#]*))?(#.*)?$/s.exec(url) ?? [];
  const others = query.split('&').filter((pair) => pair !== '' && pair.split('=', 1)[0] !== name);
  return `${page}?${[...others, `${name}=${value}`].join('&')}${fragment}`;
}
