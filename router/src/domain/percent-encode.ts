const UNRESERVED = /^[A-Za-z0-9_.~-]$/;
// An escape, a space, or a run of what must be encoded: what may stand as it is costs nothing, in 64 kB of it either.
const TOKEN = /%([0-9A-Fa-f]{2})|\+|[^A-Za-z0-9_.~%+-]+|%/gu;
// Everything that cannot stand in the query of a Location header: all but visible ASCII, and `#`, which would end it.
const UNSAFE_IN_QUERY = /[^\x21\x22\x24-\x7e]/;
const UNSAFE_IN_QUERY_ALL = /[^\x21\x22\x24-\x7e]+/gu;

/** Percent-encodes a text as one component of a URL, every byte of its UTF-8 that is not unreserved. */
export const encodeComponent = (text: string): string =>
  encodeURIComponent(text.toWellFormed()).replace(/[!'()*]/g, escapeAscii);

/**
 * Turns a raw form value into a component that stands for the same bytes anywhere in a URL: `a+b%2Fc` becomes `a%20b%2Fc`.
 * Escapes are taken byte by byte, so that what is not UTF-8 stays the same bytes too.
 */
export const encodeRawValue = (raw: string): string => raw.replace(TOKEN, encodeToken);

/**
 * Percent-encodes what cannot stand in a query inside a header, byte by byte, and leaves every other byte as it is: the
 * only change a visitor's query ever sees (R12).
 */
export const makeQuerySafe = (raw: string): string =>
  UNSAFE_IN_QUERY.test(raw) ? raw.replace(UNSAFE_IN_QUERY_ALL, encodeComponent) : raw;

function encodeToken(token: string, hex: string | undefined): string {
  if (token === '+') return '%20';
  if (hex === undefined) return encodeComponent(token);
  const character = String.fromCharCode(Number.parseInt(hex, 16));
  return UNRESERVED.test(character) ? character : `%${hex.toUpperCase()}`;
}

const escapeAscii = (character: string): string => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
