/** The browser's locale: numbers and dates follow it, words stay English. */
export const LOCALE: string = globalThis.navigator?.language ?? 'en-US';

/** A true minus sign, and a word for a range: never a hyphen or an en dash (they read as each other). */
export const MINUS = '−';

/** Remembers formatters: making one costs far more than using it. */
export function numberFormat(options: Intl.NumberFormatOptions): (value: number) => string {
  let format: Intl.NumberFormat | undefined;
  return (value) => {
    format ??= new Intl.NumberFormat(LOCALE, options);
    return format.format(value).replace('-', MINUS);
  };
}
