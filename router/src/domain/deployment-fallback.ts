/** The router's own page, behind everything else: it is always there, and leads nowhere. */
export const LINK_NOT_ACTIVE_PATH = '/link-not-active';

/**
 * Where a click goes that nothing else takes. Who asks for the deployment's fallback itself, and is led back to it, would be
 * led round for ever: they get the router's own page (R18).
 *
 * @param fallbackUrl  of the deployment; it may be a link of this very router
 * @param target       path and query as they were asked for
 * @param host         the Host header in lower case
 */
export function deploymentFallback(fallbackUrl: string, target: string, host: string | null): string {
  if (!URL.canParse(fallbackUrl)) return fallbackUrl;
  const url = new URL(fallbackUrl);
  return url.host === host && url.pathname + url.search === target ? LINK_NOT_ACTIVE_PATH : fallbackUrl;
}
