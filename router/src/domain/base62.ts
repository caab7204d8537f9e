/** Digits in ASCII order, so that numbers of equal width sort as text. */
export const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** @param value  a whole number from 0 up to 62^width − 1; higher digits are cut off */
export function toBase62(value: number, width: number): string {
  let rest = value;
  let text = '';
  for (let i = 0; i < width; i += 1) {
    text = BASE62.charAt(rest % 62) + text;
    rest = Math.trunc(rest / 62);
  }
  return text;
}

/** @returns NaN for a text with any other character */
export function fromBase62(text: string): number {
  let value = 0;
  for (const character of text) {
    const digit = BASE62.indexOf(character);
    if (digit === -1) return Number.NaN;
    value = value * 62 + digit;
  }
  return value;
}

const PAIRS = Array.from({ length: 62 * 62 }, (_, value) => toBase62(value, 2));

/** `toBase62(value, 3)` by table: every click id has five of these. */
export const toThreeBase62 = (value: number): string => `${PAIRS[Math.trunc(value / 62)]}${BASE62[value % 62]}`;
