import type { SigningKey } from './click-id.ts';
import { toHex32 } from './hex.ts';
import { sipHash24 } from './sip-hash.ts';

/**
 * A value nobody outside the edges can turn back, yet the same for the same text: the number of the key, and 64 bits.
 *
 * @param purpose  keeps hashes of one kind from being compared with another's
 */
export function keyedHash(signing: SigningKey, purpose: string, text: string): string {
  const { low, high } = sipHash24(signing.key, purpose, ':', text);
  return `${signing.number}.${toHex32(high)}${toHex32(low)}`;
}

/** A cookie lives for months: a key that is rotated out meanwhile must not give everybody another page. */
export function signerOf(number: number, signing: SigningKey): SigningKey | null {
  if (number === signing.number) return signing;
  const key = signing.keys?.get(number);
  return key === undefined ? null : { number, key };
}

/** Nearly every sub id is told from a person's data by its first character and the absence of an @. */
const MAY_BE_PERSON = /@|^\s*[\d+(]/;
const ADDRESS = /^[^\s@]+@[^\s@]+$/;
/** With a country code, with the separators of a written number, or ten digits that North America could dial. */
const PHONE = /^(?:\+\d[\d\s().-]{6,18}|\(?\d{3}\)?[\s.-]\s?\d{3}[\s.-]\d{4}|1?[2-9]\d{2}[2-9]\d{6})$/;

/** A sub id as it may be kept: what looks like an e-mail address or a phone number only as a keyed hash (R24). */
export function concealPerson(signing: SigningKey, text: string): string {
  if (!MAY_BE_PERSON.test(text)) return text;
  const value = text.trim();
  return isEmail(value) || PHONE.test(value) ? `hashed:${keyedHash(signing, 'person', value.toLowerCase())}` : text;
}

/** A dot within the host is looked for apart: in one pattern, every dot would be tried to the end of a long text. */
function isEmail(value: string): boolean {
  if (!ADDRESS.test(value)) return false;
  const dot = value.indexOf('.', value.indexOf('@') + 2);
  return dot !== -1 && dot < value.length - 1;
}
