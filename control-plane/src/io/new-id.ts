import { ID_PREFIXES, type Id, type IdKind, type Instant } from '@alyson/schema';

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const RANDOM_BITS_A = 12n;
const RANDOM_BITS_B = 62n;

export type NewId = <K extends IdKind>(kind: K) => Id<K>;

/**
 * Makes ids in TypeID form (specification 0.3): a prefix and a UUIDv7 (RFC 9562) in 26 base32 characters.
 *
 * @param now        for the first 48 bits, so that ids sort by time of making
 * @param randomBytes cryptographically random: some ids must not be guessed
 */
export function createNewId(now: () => Instant, randomBytes: (count: number) => Uint8Array): NewId {
  return (kind) => `${ID_PREFIXES[kind]}_${toBase32(uuidV7(now(), randomBytes(10)))}` as Id<typeof kind>;
}

function uuidV7(now: Instant, random: Uint8Array): bigint {
  const chance = random.reduce((bits, byte) => (bits << 8n) | BigInt(byte), 0n);
  const a = chance & ((1n << RANDOM_BITS_A) - 1n);
  const b = (chance >> RANDOM_BITS_A) & ((1n << RANDOM_BITS_B) - 1n);
  return (BigInt(now) << 80n) | (0x7n << 76n) | (a << 64n) | (0b10n << RANDOM_BITS_B) | b;
}

/** 128 bits in 26 characters of 5 bits: the first holds 3. */
function toBase32(value: bigint): string {
  let text = '';
  for (let shift = 125n; shift >= 0n; shift -= 5n) text += ALPHABET[Number((value >> shift) & 31n)];
  return text;
}
