import { type Agent, type BeforeTune, type Link, linkPath } from '@alyson/schema';

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

/**
 * An agent's landing page as TUNE is to hold it where TUNE follows after this router. TUNE leaves macros that it does not
 * know as they stand: ours are written out, and our click id is read from the sub id in which it travels.
 */
export function landingUrlInTune(
  { id, landingUrl }: Pick<Agent, 'id' | 'landingUrl'>,
  experimentId: string,
  { clickIdParameter }: Pick<BeforeTune, 'clickIdParameter'>,
): string {
  const clickId = `{${clickIdParameter}}`;
  const url = landingUrl
    .replace(/\{(?:click_id|utm_content)\}/g, clickId)
    .replaceAll('{agent}', id)
    .replaceAll('{experiment}', experimentId);
  return withParameter(url, 'utm_content', clickId);
}
