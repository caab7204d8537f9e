/** The standard normal distribution. */

/** Its density at `z`. */
export const normalDensity = (z: number): number => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);

/** How many standard deviations on either side hold 95%. */
export const Z_95 = 1.959963984540054;

// Hart's algorithm 5666: a ratio of polynomials, highest power first.
const ABOVE = [
  0.0352624965998911, 0.700383064443688, 6.37396220353165, 33.912866078383, 112.079291497871, 221.213596169931,
  220.206867912376,
];
const BELOW = [
  0.0883883476483184, 1.75566716318264, 16.064177579207, 86.7807322029461, 296.564248779674, 637.333633378831,
  793.826512519948, 440.413735824752,
];

/** The chance of a value of at most `z`, to 14 digits (G. West, "Better approximations to cumulative normal functions"). */
export function normalCumulative(z: number): number {
  const tail = upperTail(Math.abs(z));
  return z > 0 ? 1 - tail : tail;
}

function upperTail(z: number): number {
  if (z > 37) return 0;
  if (z < 7) return (Math.exp((-z * z) / 2) * polynomial(ABOVE, z)) / polynomial(BELOW, z);
  return normalDensity(z) / (z + 1 / (z + 2 / (z + 3 / (z + 4 / (z + 0.65)))));
}

const polynomial = (coefficients: readonly number[], z: number): number =>
  coefficients.reduce((sum, coefficient) => sum * z + coefficient, 0);
