import type { ChanceTest } from '@alyson/schema';
import { chiSquareTail, logGamma } from './chi-square.ts';

/** Below this the chi-square approximation is not trusted in a cell. */
const LEAST_EXPECTED = 5;
/** Tables that an exact test walks through; beyond, chi-square with its small cells put together. */
const MOST_TABLES = 200_000;
/** Two probabilities that differ by rounding alone. */
const ROUNDING = 1e-9;

/**
 * Whether chance explains that two splits of clicks differ: Pearson's chi-square on a table of two rows, or where a cell is
 * small the exact test of Freeman and Halton.
 *
 * @returns null where there is nothing to compare: an empty row, or a single column
 */
export function testDifference(first: readonly number[], second: readonly number[]): ChanceTest | null {
  const columns = first.map((count, i): Cells => [count, second[i] ?? 0]).filter(([a, b]) => a + b > 0);
  const [n1, n2] = sumColumns(columns);
  if (n1 === 0 || n2 === 0 || columns.length < 2) return null;
  const least = Math.min(n1, n2) / (n1 + n2);
  const isSmall = columns.some(([a, b]) => (a + b) * least < LEAST_EXPECTED);
  if (isSmall && countTables(columns) <= MOST_TABLES) return { method: 'exact', pValue: exactDifference(columns, n1) };
  const pooled = pool(columns, ([a, b]) => (a + b) * least);
  if (pooled.length < 2) return null;
  const statistic = pooled.reduce((sum, cells) => {
    const total = cells[0] + cells[1];
    return sum + deviation(cells[0], (total * n1) / (n1 + n2)) + deviation(cells[1], (total * n2) / (n1 + n2));
  }, 0);
  return { method: 'chi_square', pValue: chiSquareTail(statistic, pooled.length - 1) };
}

/**
 * Whether chance explains that counts differ from what weights promise: chi-square, or the exact multinomial test where a
 * cell is small.
 *
 * @param weights  of any sum above 0; a count where the weight is 0 is beyond chance
 */
export function testAgainstWeights(counts: readonly number[], weights: readonly number[]): ChanceTest | null {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const weight = weights.reduce((sum, each) => sum + each, 0);
  if (total === 0 || weight <= 0) return null;
  if (counts.some((count, i) => count > 0 && (weights[i] ?? 0) === 0)) return { method: 'exact', pValue: 0 };
  const cells = counts
    .map((count, i): Cells => [count, ((weights[i] ?? 0) / weight) * total])
    .filter(([, expected]) => expected > 0);
  if (cells.length < 2) return null;
  const isSmall = cells.some(([, expected]) => expected < LEAST_EXPECTED);
  if (isSmall && countCompositions(total, cells.length) <= MOST_TABLES)
    return { method: 'exact', pValue: exactMultinomial(cells, total) };
  const pooled = pool(cells, ([, expected]) => expected);
  if (pooled.length < 2) return null;
  const statistic = pooled.reduce((sum, [count, expected]) => sum + deviation(count, expected), 0);
  return { method: 'chi_square', pValue: chiSquareTail(statistic, pooled.length - 1) };
}

/** Fisher's method: one verdict from several independent tests. @returns null without any */
export function combineTests(pValues: readonly number[]): number | null {
  if (pValues.length === 0) return null;
  const statistic = pValues.reduce((sum, p) => sum - 2 * Math.log(Math.max(p, Number.MIN_VALUE)), 0);
  return chiSquareTail(statistic, 2 * pValues.length);
}

/** Two counts of one column, or a count and what was expected. */
type Cells = [number, number];

const deviation = (count: number, expected: number): number => (count - expected) ** 2 / expected;

const sumColumns = (columns: readonly Cells[]): Cells =>
  columns.reduce<Cells>(([a, b], [c, d]) => [a + c, b + d], [0, 0]);

/** Puts the smallest columns together until each is large enough. */
function pool(columns: readonly Cells[], expectedOf: (cells: Cells) => number): Cells[] {
  const sorted = [...columns].sort((a, b) => expectedOf(a) - expectedOf(b));
  while (sorted.length > 1) {
    const [first, second] = sorted;
    if (!first || !second || expectedOf(first) >= LEAST_EXPECTED) break;
    sorted.splice(0, 2, [first[0] + second[0], first[1] + second[1]]);
    sorted.sort((a, b) => expectedOf(a) - expectedOf(b));
  }
  return sorted;
}

const logFactorial = (n: number): number => logGamma(n + 1);

/** An upper bound of how many tables have these margins. */
const countTables = (columns: readonly Cells[]): number =>
  columns.slice(1).reduce((product, [a, b]) => product * (a + b + 1), 1);

const countCompositions = (total: number, parts: number): number =>
  Math.exp(logFactorial(total + parts - 1) - logFactorial(parts - 1) - logFactorial(total));

/** The chance of all tables with these margins that are no likelier than the one seen. */
function exactDifference(columns: readonly Cells[], firstTotal: number): number {
  const totals = columns.map(([a, b]) => a + b);
  const all = totals.reduce((sum, total) => sum + total, 0);
  const logChoose = (n: number, k: number) => logFactorial(n) - logFactorial(k) - logFactorial(n - k);
  const logAll = logChoose(all, firstTotal);
  const seen = columns.reduce((sum, [a], i) => sum + logChoose(totals[i] ?? 0, a), 0) - logAll;
  const roomAfter = totals.map((_, i) => totals.slice(i + 1).reduce((sum, total) => sum + total, 0));
  const walk = (column: number, left: number, log: number): number => {
    const total = totals[column];
    if (total === undefined) return log <= seen + ROUNDING ? Math.exp(log) : 0;
    let sum = 0;
    const least = Math.max(0, left - (roomAfter[column] ?? 0));
    for (let count = least; count <= Math.min(total, left); count += 1)
      sum += walk(column + 1, left - count, log + logChoose(total, count));
    return sum;
  };
  return Math.min(1, walk(0, firstTotal, -logAll));
}

/** The chance of all counts that are no likelier under the weights than those seen. */
function exactMultinomial(cells: readonly Cells[], total: number): number {
  const logs = cells.map(([, expected]) => Math.log(expected / total));
  const logOf = (count: number, i: number) => count * (logs[i] ?? 0) - logFactorial(count);
  const seen = cells.reduce((sum, [count], i) => sum + logOf(count, i), logFactorial(total));
  const walk = (cell: number, left: number, log: number): number => {
    if (cell === cells.length - 1) {
      const whole = log + logOf(left, cell);
      return whole <= seen + ROUNDING ? Math.exp(whole) : 0;
    }
    let sum = 0;
    for (let count = 0; count <= left; count += 1) sum += walk(cell + 1, left - count, log + logOf(count, cell));
    return sum;
  };
  return Math.min(1, walk(0, total, logFactorial(total)));
}
