const LONGEST = 200;

const PERSONAL: readonly (readonly [RegExp, string])[] = [
  [/[^\s@"'<>=&:,;()]{1,64}@[^\s@"'<>=&,;()]{1,255}/g, '[e-mail]'],
  // What a server echoes of a request: ids, keys, tokens.
  [/[A-Za-z0-9_\-+/=%.]{20,}/g, '[…]'],
  [/\+?\d[\d\s().-]{7,18}\d/g, '[number]'],
  [/\b(?:\d{1,3}\.){3}\d{1,3}\b/g, '[address]'],
];

/**
 * How an answer began, for the log: a line of plain text without what may be a person's or a secret. Null where nothing is left.
 *
 * @param text  at most a few hundred characters
 */
export function cleanExcerpt(text: string): string | null {
  const masked = PERSONAL.reduce((masked, [pattern, mark]) => masked.replace(pattern, mark), text);
  const line = masked
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\ufffd]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return line === '' ? null : line.toWellFormed().slice(0, LONGEST);
}
