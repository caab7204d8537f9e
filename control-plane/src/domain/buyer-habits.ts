/** One whole hour of a buyer. Hours are counted from any beginning, one by one. */
export interface BuyerHour {
  events: number;
  orphans: number;
  rejected: number;
}

/** What is out of the ordinary: how it is known, in numbers, and for how many hours, to the end of the series. */
export interface Oddity {
  evidence: string;
  hours: number;
}

const WEEK = 168;
const LEAST_HOURS = 2 * WEEK;
const LEAST_EVENTS = 50;

/** A silence in which so many reports were to be expected comes once in many years by chance alone. */
const LEAST_MISSED = 12;
/** And by so much longer than its longest: buyers report in bursts. */
const LONGER_THAN_EVER = 1.5;

/**
 * Whether a buyer is silent against its own habit. A silence is measured in the reports that are usual at those hours of the
 * week, so that nights and weekends pass slowly; it is odd when it is longer than chance and every silence before.
 *
 * @param hours  of some weeks, the newest last
 */
export function findSilence(hours: readonly BuyerHour[]): Oddity | null {
  const quiet = trailing(hours, ({ events }) => events === 0);
  if (quiet === 0) return null;
  // A buyer that was added long before it began was not silent until then.
  const begun = Math.max(
    0,
    hours.findIndex(({ events }) => events > 0),
  );
  const before = hours.slice(begun, hours.length - quiet);
  if (before.length < LEAST_HOURS || sum(before, 'events') < LEAST_EVENTS) return null;
  const usual = usualByHourOfWeek(before);
  const missed = expectedIn(usual, before.length, quiet);
  const longest = longestSilence(before, usual);
  if (missed < Math.max(LEAST_MISSED, LONGER_THAN_EVER * longest)) return null;
  const hour = quiet === 1 ? 'hour' : `${quiet} hours`;
  return {
    hours: quiet,
    evidence: `Nothing came in the last ${hour}, in which about ${Math.round(missed)} events are usual at this time of the week. Its longest silence before was worth about ${Math.round(longest)}.`,
  };
}

/** So many events of an hour of the week say as much of it as its neighbours do. */
const WORTH_OF_NEIGHBOURS = 4;

/**
 * The mean of each hour of the week, by place in the series modulo a week. Where few events are known it leans on the hours
 * beside it; where many are it does not, or the hour before opening would seem busy.
 */
function usualByHourOfWeek(hours: readonly BuyerHour[]): number[] {
  const sums = new Array<number>(WEEK).fill(0);
  const counts = new Array<number>(WEEK).fill(0);
  for (const [i, { events }] of hours.entries()) {
    sums[i % WEEK] = (sums[i % WEEK] ?? 0) + events;
    counts[i % WEEK] = (counts[i % WEEK] ?? 0) + 1;
  }
  const means = sums.map((total, i) => total / Math.max(1, counts[i] ?? 0));
  const at = (i: number) => means[(i + WEEK) % WEEK] ?? 0;
  return means.map((mean, i) => {
    const known = (sums[i] ?? 0) / ((sums[i] ?? 0) + WORTH_OF_NEIGHBOURS);
    return known * mean + (1 - known) * ((at(i - 1) + 2 * mean + at(i + 1)) / 4);
  });
}

function expectedIn(usual: readonly number[], from: number, hours: number): number {
  let total = 0;
  for (let i = from; i < from + hours; i += 1) total += usual[i % WEEK] ?? 0;
  return total;
}

function longestSilence(hours: readonly BuyerHour[], usual: readonly number[]): number {
  let longest = 0;
  let missed = 0;
  for (const [i, { events }] of hours.entries()) {
    missed = events === 0 ? missed + (usual[i % WEEK] ?? 0) : 0;
    longest = Math.max(longest, missed);
  }
  return longest;
}

const RECENT = 6;
const LEAST_ORPHANS = 10;
/** Of a share that is always near zero, a few in a hundred are nothing yet. */
const LEAST_SHARE = 0.02;
/** Six standard errors. */
const FAR = 6;

/** Whether many more of a buyer's events match no click than usual: the last six hours against each day before. */
export function findOrphanSpike(hours: readonly BuyerHour[]): Oddity | null {
  const recent = hours.slice(-RECENT);
  const before = hours.slice(0, -RECENT);
  const [orphans, events] = [sum(recent, 'orphans'), sum(recent, 'events')];
  if (before.length < LEAST_HOURS || orphans < LEAST_ORPHANS) return null;
  // The ninth of ten days: days differ by more than chance.
  const days = chunk(before, 24).filter((day) => sum(day, 'events') > 0);
  const shares = days.map((day) => sum(day, 'orphans') / sum(day, 'events')).sort((a, b) => a - b);
  const usual = Math.max(LEAST_SHARE, shares[Math.floor(shares.length * 0.9)] ?? 0);
  const share = orphans / events;
  if (share - usual < FAR * Math.sqrt((usual * (1 - Math.min(usual, 0.99))) / events) || share < 2 * usual) return null;
  return {
    hours: trailing(hours, (hour) => hour.orphans > 0 || hour.events === 0),
    evidence: `${orphans} of ${events} events of the last ${RECENT} hours match no click (${percent(share)}). On nine days of ten it is ${percent(usual)} or less.`,
  };
}

const LEAST_REJECTED = 5;

/** Whether reports are refused by their signature or time, more than ever before in the series. */
export function findRejects(hours: readonly BuyerHour[]): Oddity | null {
  const recent = hours.slice(-RECENT);
  const before = hours.slice(0, -RECENT);
  const rejected = sum(recent, 'rejected');
  const taken = sum(recent, 'events');
  if (rejected < LEAST_REJECTED || rejected < 0.2 * (rejected + taken)) return null;
  const most = Math.max(0, ...chunk(before, RECENT).map((part) => sum(part, 'rejected')));
  if (rejected <= 3 * most) return null;
  return {
    hours: trailing(hours, (hour) => hour.rejected > 0 || hour.events === 0),
    evidence: `${rejected} reports of the last ${RECENT} hours were refused and ${taken} were taken. Before it were ${most} in six hours at most. After a secret was rotated, the buyer may still sign with the old one.`,
  };
}

const RECENT_AMOUNTS = 20;
const LEAST_AMOUNTS = 50;
/** In natural logarithms: a factor of three. */
const LEAST_JUMP = Math.log(3);
/** Makes a median absolute deviation comparable to a standard deviation. */
const TO_DEVIATION = 1.4826;

/**
 * Whether a buyer's amounts are of another size than before: the median of the newest against that of the others, in units
 * of their own spread (median absolute deviation), so that single large sales make no difference.
 *
 * @param amounts  above zero, in one currency, the newest first
 */
export function findAmountJump(amounts: readonly number[]): string | null {
  const recent = amounts.slice(0, RECENT_AMOUNTS).map(Math.log);
  const before = amounts.slice(RECENT_AMOUNTS).map(Math.log);
  if (before.length < LEAST_AMOUNTS) return null;
  const [now, usual] = [median(recent), median(before)];
  const spread = TO_DEVIATION * median(before.map((each) => Math.abs(each - usual)));
  const jump = Math.abs(now - usual);
  // The standard error of a median of so many is about 1.25 standard deviations over the root.
  if (jump < LEAST_JUMP || jump < FAR * 1.25 * (spread / Math.sqrt(recent.length))) return null;
  const times = Math.exp(jump);
  return `The middle of its newest ${recent.length} amounts is ${times.toFixed(1)} times ${now > usual ? 'higher' : 'lower'} than that of the ${before.length} before. ${times > 50 ? 'Cents may have become dollars, or the other way round.' : ''}`.trim();
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

const sum = (hours: readonly BuyerHour[], what: keyof BuyerHour): number =>
  hours.reduce((total, hour) => total + hour[what], 0);

function trailing(hours: readonly BuyerHour[], holds: (hour: BuyerHour) => boolean): number {
  const last = hours.findLastIndex((hour) => !holds(hour));
  return hours.length - 1 - last;
}

const chunk = (hours: readonly BuyerHour[], size: number): BuyerHour[][] =>
  Array.from({ length: Math.ceil(hours.length / size) }, (_, i) => hours.slice(i * size, (i + 1) * size));

const percent = (share: number): string => `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;
