import * as z from 'zod';

/** The last part of an IPv4 address as a range, as TUNE writes it: `192.0.2.0-255`. */
const RANGE = /^((?:\d{1,3}\.){3})(\d{1,3})-(\d{1,3})$/;

/** The first and the last address of an entry such as `192.0.2.0-255`, or null where it is none. */
export function readAddressRange(entry: string): { first: string; last: string } | null {
  const [, network, from, to] = RANGE.exec(entry) ?? [];
  if (network === undefined || Number(from) > Number(to)) return null;
  const [first, last] = [`${network}${from}`, `${network}${to}`];
  return z.ipv4().safeParse(first).success && z.ipv4().safeParse(last).success ? { first, last } : null;
}

/** An address that a buyer's servers call from, a range of them, or a subnet. */
export const AddressEntry = z
  .string()
  .trim()
  .refine(
    (entry) =>
      [z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()].some((kind) => kind.safeParse(entry).success) ||
      readAddressRange(entry) !== null,
    'must be an address such as 192.0.2.7, a range such as 192.0.2.0-255, or a subnet such as 192.0.2.0/24',
  );
