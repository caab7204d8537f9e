import { LOCALE, MINUS } from './locale.ts';

export type Direction = 'up' | 'down' | 'same';

export const directionOf = (change: number): Direction => (change > 0 ? 'up' : change < 0 ? 'down' : 'same');

/** `+` or a true minus, then what `format` makes of the size. */
const signed = (change: number, format: (size: number) => string): string =>
  `${change > 0 ? '+' : change < 0 ? MINUS : ''}${format(Math.abs(change))}`;

const points = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 1 });

/** A change of a weight: `+15 pts`, `−6 pts`. */
export const formatPoints = (basisPoints: number): string => {
  const size = Math.round(Math.abs(basisPoints) / 10) / 10;
  return `${signed(size === 0 ? 0 : basisPoints, () => points.format(size))} ${size === 1 ? 'pt' : 'pts'}`;
};
