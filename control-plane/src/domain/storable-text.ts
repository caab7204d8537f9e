/** What PostgreSQL cannot keep, U+0000 and halves of surrogate pairs, becomes U+FFFD: an odd byte is no reason to lose a row. */
export const toStorableText = (text: string): string => text.toWellFormed().replaceAll('\0', '\uFFFD');
