import { formDecode } from './form-decode.ts';
import { type LandingTemplate, parseLandingUrl } from './landing-template.ts';
import { MACROS } from './macros.ts';

const BRACES = /\{([a-z0-9_]*)\}|[{}]/g;

/**
 * The page of a deep link, `url=https%3A%2F%2F…` (R17): https, on an exact host of the list, on the default port, without
 * a user name. TUNE's macros in it are filled in, once; what is no macro stays as it stands.
 *
 * @param raw  the parameter's value as it came
 * @returns null where a click must not be led there
 */
export function parseDeepLink(raw: string, hosts: readonly string[]): LandingTemplate | null {
  const url = formDecode(raw).replace(BRACES, keepMacros);
  const { template } = parseLandingUrl(url, { allowHttpLocalhost: false });
  return template !== null && hosts.includes(template.host) ? template : null;
}

/** A brace that belongs to no macro would make the address none at all. */
const keepMacros = (text: string, name?: string): string =>
  name !== undefined && MACROS.has(name) ? text : text.replaceAll('{', '%7B').replaceAll('}', '%7D');
