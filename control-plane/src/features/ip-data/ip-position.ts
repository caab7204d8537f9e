import ipaddr from 'ipaddr.js';
import { IPV6_FROM } from '../../domain/ip-ranges.ts';

const IPV4 = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/;

/** Where an address stands on the line of all addresses; null for what is none. An IPv4 one mapped into IPv6 is IPv4. */
export function positionOf(address: string): bigint | null {
  const parts = IPV4.exec(address)?.slice(1).map(Number);
  if (parts)
    return parts.every((part) => part <= 255) ? BigInt(parts.reduce((sum, part) => sum * 256 + part, 0)) : null;
  if (address.includes('%') || !ipaddr.IPv6.isValid(address)) return null;
  const parsed = ipaddr.IPv6.parse(address);
  if (parsed.isIPv4MappedAddress()) return positionOf(parsed.toIPv4Address().toString());
  return parsed.toByteArray().reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n) + IPV6_FROM;
}

export function addressAt(position: bigint): string {
  if (position < IPV6_FROM) {
    const number = Number(position);
    return `${number >>> 24}.${(number >>> 16) & 255}.${(number >>> 8) & 255}.${number & 255}`;
  }
  const hex = (position - IPV6_FROM).toString(16).padStart(32, '0');
  return (hex.match(/.{4}/g) ?? []).join(':');
}

/** Both ends of `192.0.2.0/24`; null where it is no network, or has bits set behind its prefix. */
export function rangeOfNetwork(network: string): { first: bigint; last: bigint } | null {
  const [address = '', bits = ''] = network.split('/');
  const first = positionOf(address);
  if (first === null || !/^\d{1,3}$/.test(bits)) return null;
  const width = BigInt((first < IPV6_FROM ? 32 : 128) - Number(bits));
  if (width < 0n) return null;
  const size = 1n << width;
  const offset = first < IPV6_FROM ? first : first - IPV6_FROM;
  return offset % size === 0n ? { first, last: first + size - 1n } : null;
}
