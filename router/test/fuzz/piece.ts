/** Text that must stand as it is, or a hole for what nobody outside can know, such as a time. */
export type Piece = string | { readonly hole: RegExp };

export const CLICK_ID: Piece = { hole: /a[0-9A-Za-z]{29}/y };
/** Percent-encoded: nothing in it can end a component. */
export const ENCODED: Piece = { hole: /(?:[A-Za-z0-9._~-]|%[0-9A-F]{2})*/y };

/** Where a text parts from what it should be; null where it does not. */
export function firstDifference(text: string, pieces: readonly Piece[]): number | null {
  let at = 0;
  for (const piece of pieces) {
    if (typeof piece === 'string') {
      if (!text.startsWith(piece, at)) return at + lengthInCommon(text.slice(at), piece);
      at += piece.length;
      continue;
    }
    piece.hole.lastIndex = at;
    if (!piece.hole.test(text)) return at;
    at = piece.hole.lastIndex;
  }
  return at === text.length ? null : at;
}

function lengthInCommon(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return length;
}
