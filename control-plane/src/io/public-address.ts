import ipaddr from 'ipaddr.js';

/** All of the internet that may be handed out; the rest of IPv6 is translators, tunnels' ends, or nobody's. */
const GLOBAL_IPV6 = ipaddr.IPv6.parseCIDR('2000::/3');
/** Within it, for documentation (RFC 9637), and for the protocols' own use (RFC 2928). */
const NOT_GLOBAL_IPV6 = [ipaddr.IPv6.parseCIDR('3fff::/20'), ipaddr.IPv6.parseCIDR('2001::/23')];

/** Azure's own services of the machine that asks, at an address that looks like any other. */
const OF_THE_MACHINE = new Set(['168.63.129.16']);

/**
 * Whether an address is one that anybody on the internet can be reached at. Whatever carries another address inside it
 * (mapped, translated, 6to4, Teredo) is not, because what is reached in the end would be that other one.
 *
 * @param address  as a resolver or a WHATWG URL writes it; anything else is not public
 */
export function isPublicAddress(address: string): boolean {
  if (ipaddr.IPv4.isValidFourPartDecimal(address))
    return ipaddr.IPv4.parse(address).range() === 'unicast' && !OF_THE_MACHINE.has(address);
  if (address.includes('%') || !ipaddr.IPv6.isValid(address)) return false;
  const parsed = ipaddr.IPv6.parse(address);
  return (
    parsed.range() === 'unicast' &&
    parsed.match(GLOBAL_IPV6) &&
    !NOT_GLOBAL_IPV6.some((network) => parsed.match(network))
  );
}

/** The address that a URL's host is, without the brackets of IPv6; null for a name. */
export function addressOfHost(hostname: string): string | null {
  const bare = hostname.replace(/^\[(.*)\]$/, '$1');
  return ipaddr.isValid(bare) ? bare : null;
}
