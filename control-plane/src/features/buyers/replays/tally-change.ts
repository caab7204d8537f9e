import type { ReplaySample, ReplayTally } from '@alyson/schema';
import type { ReadingChange } from '../../../attribution/compare-reading.ts';
import type { BuyerEventDraft } from '../../../attribution/map-report.ts';

/** As examples; the counts are of all. */
export const MOST_SAMPLES = 50;

type Facts = Pick<BuyerEventDraft, 'kind' | 'eventId' | 'amountMicros' | 'currency'>;

/** Adds what came of one report. */
export function addToTally(tally: ReplayTally, { added, changed, gone, unchanged }: ReadingChange): ReplayTally {
  const money = new Map(tally.money.map((sums) => [sums.currency, sums]));
  const add = (facts: Facts, side: 'beforeMicros' | 'afterMicros') => {
    if (facts.currency === null || facts.amountMicros === null || facts.kind === 'reversal') return;
    const sums = money.get(facts.currency) ?? { currency: facts.currency, beforeMicros: 0, afterMicros: 0 };
    money.set(facts.currency, { ...sums, [side]: sums[side] + facts.amountMicros });
  };
  for (const event of [...unchanged, ...gone, ...changed.map((one) => one.event)]) add(event, 'beforeMicros');
  for (const event of [...unchanged, ...added, ...changed.map((one) => one.draft)]) add(event, 'afterMicros');
  return {
    reports: tally.reports + 1,
    unread: tally.unread,
    added: tally.added + added.length,
    changed: tally.changed + changed.length,
    withdrawn: tally.withdrawn + gone.length,
    unchanged: tally.unchanged + unchanged.length,
    money: [...money.values()],
  };
}

/** The differences that one report makes. */
export function toSamples(reportId: string, { added, changed, gone }: ReadingChange): ReplaySample[] {
  const sample = (
    change: ReplaySample['change'],
    before: Facts | null,
    after: Facts | null,
    fields: string[] = [],
  ) => ({
    reportId,
    change,
    kind: (after ?? before)?.kind ?? null,
    eventId: (after ?? before)?.eventId ?? null,
    fields,
    before: moneyOf(before),
    after: moneyOf(after),
    detail: null,
  });
  return [
    ...added.map((draft) => sample('added', null, draft)),
    ...changed.map(({ event, draft, fields }) => sample('changed', event, draft, fields)),
    ...gone.map((event) => sample('withdrawn', event, null)),
  ];
}

const moneyOf = (facts: Facts | null) =>
  facts === null || facts.amountMicros === null || facts.currency === null
    ? null
    : { amountMicros: facts.amountMicros, currency: facts.currency };
