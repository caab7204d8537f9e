import { ID_PREFIXES, type Id, type IdKind, type Instant } from '@alyson/schema';

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const COUNTER_LIMIT = 0x1000;
const RANDOM_BITS = 62n;

export type NewId = <K extends IdKind>(kind: K) => Id<K>;

/**
 * Makes ids in TypeID form (specification 0.3): a prefix and a UUIDv7 (RFC 9562) in 26 base32 characters. Ids of one
 * process rise strictly, also within a millisecond, so that lists sorted by time and id keep the order of events.
 *
 * @param randomBytes  cryptographically random: some ids must not be guessed
 */
export function createNewId(now: () => Instant, randomBytes: (count: number) => Uint8Array): NewId {
  let millisecond = 0;
  let counter = 0;
  return (kind) => {
    const instant = now();
    if (instant > millisecond) {
      millisecond = instant;
      counter = 0;
    } else if (++counter === COUNTER_LIMIT) {
      // RFC 9562 6.2: the clock may be run ahead of the real one.
      millisecond += 1;
      counter = 0;
    }
    return `${ID_PREFIXES[kind]}_${toBase32(uuidV7(millisecond, counter, randomBytes(8)))}` as Id<typeof kind>;
  };
}

function uuidV7(millisecond: number, counter: number, random: Uint8Array): bigint {
  const chance = random.reduce((bits, byte) => (bits << 8n) | BigInt(byte), 0n) & ((1n << RANDOM_BITS) - 1n);
  return (BigInt(millisecond) << 80n) | (0x7n << 76n) | (BigInt(counter) << 64n) | (0b10n << RANDOM_BITS) | chance;
}

/** 128 bits in 26 characters of 5 bits: the first holds 3. */
function toBase32(value: bigint): string {
  let text = '';
  for (let shift = 125n; shift >= 0n; shift -= 5n) text += ALPHABET[Number((value >> shift) & 31n)];
  return text;
}
