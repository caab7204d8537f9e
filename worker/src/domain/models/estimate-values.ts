import type { Moments } from '../log-normal.ts';

/** How far the value of a paying click differs between agents, as a share of it. Wide on purpose, as for rates. */
const SPREAD = 0.25;
/** Payments that the first guess of their variation is worth: as varied as an exponential distribution. */
const PRIOR_PAYMENTS = 5;
/** From so many payments on, the rarest and largest belong to everybody. */
const CAPPED_FROM = 100;
const CAP_QUANTILE = 0.99;

/**
 * Money per paying click of each agent, in micro-units.
 *
 * A few huge payments must not make an agent: beyond the 99% quantile of all payments the excess is shared by all
 * agents alike. How varied payments are is learnt from all agents at once, and each mean is pulled mildly to the common one.
 *
 * @param payments  per agent, the net amount of each click that brought money; may be 0 or less after reversals
 * @returns null when there is no money to speak of: no payment, or all of it taken back
 */
export function estimateValues(payments: readonly (readonly number[])[]): Moments[] | null {
  const all = payments.flat().sort((a, b) => a - b);
  const cap = capOf(all);
  const capped = all.map((amount) => Math.min(amount, cap));
  const excesses = all.map((amount) => Math.max(0, amount - cap));
  const common = meanOf(capped);
  if (!(common > 0)) return null;
  const variation = variationOf(capped, common);
  const tail = { mean: meanOf(excesses), variance: sumOf(excesses.map((excess) => excess ** 2)) / all.length ** 2 };
  const pull = variation / (SPREAD ** 2 + variation / all.length);
  return payments.map((own) => {
    const weight = own.length + pull;
    const sum = sumOf(own.map((amount) => Math.min(amount, cap))) + pull * common;
    // Buyers may take back more than they paid; an agent then earns next to nothing, not less.
    const mean = Math.max(sum / weight, common / 1000);
    return { mean: mean + tail.mean, sd: Math.sqrt((mean ** 2 * variation) / weight + tail.variance) };
  });
}

/** @param sorted  ascending */
function capOf(sorted: readonly number[]): number {
  if (sorted.length < CAPPED_FROM) return Number.POSITIVE_INFINITY;
  return sorted[Math.ceil(CAP_QUANTILE * sorted.length) - 1] ?? Number.POSITIVE_INFINITY;
}

/** The squared coefficient of variation. */
function variationOf(amounts: readonly number[], mean: number): number {
  const squares = sumOf(amounts.map((amount) => (amount / mean - 1) ** 2));
  return (squares + PRIOR_PAYMENTS) / (amounts.length - 1 + PRIOR_PAYMENTS);
}

const sumOf = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const meanOf = (values: readonly number[]): number => (values.length > 0 ? sumOf(values) / values.length : 0);
