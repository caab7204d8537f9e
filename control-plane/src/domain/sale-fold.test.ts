import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { foldSale, type SaleEvent } from './sale-fold.ts';

let events = 0;
function event(kind: SaleEvent['kind'], worthMicros: number | null): SaleEvent {
  events += 1;
  return { id: `evt_${events}`, kind, eventId: `${events}`, occurredAt: events, worthMicros };
}

const sale = event('sale', 100);
const more = event('adjustment', 30);
const less = event('adjustment', -50);
const reversal = event('reversal', null);
const secondReversal = event('reversal', null);
const unpriced = event('adjustment', null);
const unpricedSale = event('sale', null);
const effectsOf = (given: SaleEvent[]) => {
  const effects = foldSale(given);
  return given.map(({ id }) => effects.get(id));
};

describe('foldSale (C19)', () => {
  test.each([
    { given: 'a sale', set: [sale], effects: [100] },
    { given: 'adjustments', set: [sale, more, less], effects: [100, 30, -50] },
    { given: 'a reversal', set: [sale, reversal], effects: [100, -100] },
    { given: 'a reversal of an adjusted sale', set: [sale, less, reversal], effects: [100, -50, -50] },
    { given: 'two reversals', set: [sale, reversal, secondReversal], effects: [100, -100, 0] },
    { given: 'changes without their sale', set: [more, reversal], effects: [null, null] },
    { given: 'an adjustment without a rate', set: [sale, unpriced, reversal], effects: [100, null, -100] },
    { given: 'a sale without a rate', set: [unpricedSale, more, reversal], effects: [null, null, null] },
  ])('given $given, then the effects are $effects', ({ set, effects }) => expect(effectsOf(set)).toEqual(effects));

  const anyEvent = fc
    .record({
      kind: fc.constantFrom('sale' as const, 'adjustment' as const, 'adjustment' as const, 'reversal' as const),
      worthMicros: fc.option(fc.integer({ min: -1000, max: 1000 })),
      occurredAt: fc.integer({ min: 0, max: 3 }),
      eventId: fc.string({ minLength: 1, maxLength: 3 }),
    })
    .map((each): SaleEvent => ({ ...each, id: `${each.kind} ${each.eventId}` }));
  // One sale at most, as its identity has it.
  const anySet = fc
    .uniqueArray(anyEvent, { selector: ({ id }) => id, maxLength: 8 })
    .filter((set) => set.filter(({ kind }) => kind === 'sale').length <= 1);

  test('given any order and any repeats, then the effects are the same (C14)', () =>
    fc.assert(
      fc.property(
        anySet.chain((set) =>
          fc.tuple(fc.constant(set), fc.shuffledSubarray([...set, ...set], { minLength: set.length })),
        ),
        ([set, arrived]) => {
          const whole = [...arrived, ...set];
          expect(foldSale(whole)).toEqual(foldSale(set));
        },
      ),
    ));

  test('given any sale with a reversal, then the effects sum to 0', () =>
    fc.assert(
      fc.property(anySet, (set) => {
        const effects = foldSale([sale, ...set.filter(({ kind }) => kind !== 'sale'), reversal]);
        expect([...effects.values()].reduce<number>((sum, effect) => sum + (effect ?? 0), 0)).toBe(0);
      }),
    ));
});
