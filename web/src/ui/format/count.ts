import { numberFormat } from './locale.ts';

const whole = numberFormat({ maximumFractionDigits: 0 });
const compact = numberFormat({ notation: 'compact', minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** `48,210` */
export const formatCount = (count: number): string => whole(count);

/** As headlines show it: `48,210`, and `128.4k` from 100,000. */
export const formatHeadlineCount = (count: number): string =>
  Math.abs(count) < 100_000 ? whole(count) : compact(count).replace('K', 'k');

/** Of what is counted up to a number: `48`, and `10,000+` from there. */
export const formatSome = (count: number, most: number): string => `${whole(count)}${count < most ? '' : '+'}`;

/** `1 click`, `3 clicks`; with `most`, `10,000+ clicks` from there. */
export const formatCountOf = (count: number, one: string, many = `${one}s`, most = Number.POSITIVE_INFINITY): string =>
  `${formatSome(count, most)} ${count === 1 ? one : many}`;
