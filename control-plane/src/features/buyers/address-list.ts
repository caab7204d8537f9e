import { BlockList, isIP } from 'node:net';
import { readAddressRange } from '@alyson/schema';

const MAPPED = /^::ffff:(?=\d+\.)/i;

/**
 * Whether an address is one of those that a buyer calls from.
 *
 * @param entries  as `AddressEntry` takes them: addresses, ranges and subnets
 * @param address  as a socket tells it; an IPv4 address may be written as an IPv6 one
 */
export function isListed(entries: readonly string[], address: string): boolean {
  const plain = address.replace(MAPPED, '');
  const kind = isIP(plain);
  return kind !== 0 && toBlockList(entries).check(plain, kind === 4 ? 'ipv4' : 'ipv6');
}

function toBlockList(entries: readonly string[]): BlockList {
  const list = new BlockList();
  for (const entry of entries) {
    const range = readAddressRange(entry);
    const [network = '', bits] = entry.split('/');
    const kind = isIP(network) === 6 ? 'ipv6' : 'ipv4';
    if (range) list.addRange(range.first, range.last);
    else if (bits !== undefined) list.addSubnet(network, Number(bits), kind);
    else list.addAddress(network, kind);
  }
  return list;
}
