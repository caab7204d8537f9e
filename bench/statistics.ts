/** What a bench makes of its rounds. A median is the upper one of an even number. */
export const sorted = (numbers: readonly number[]): number[] => numbers.toSorted((a, b) => a - b);

export const median = (numbers: readonly number[]): number =>
  sorted(numbers)[Math.floor(numbers.length / 2)] ?? Number.NaN;

/** The lowest and the highest. @param show  how to write one */
export const spread = (numbers: readonly number[], show: (number: number) => string): string =>
  `${show(Math.min(...numbers))}–${show(Math.max(...numbers))}`;
