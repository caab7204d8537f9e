import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Placement } from './attribution.ts';
import { type FamilyMember, placeFamily } from './lead-family.ts';

const onClick = (clickId: string, by: 'key' | 'reference' = 'key'): Placement => ({
  kind: 'joined',
  by,
  click: {
    clickId,
    clickedAt: 0,
    experimentId: 'exp_a',
    agentId: 'agt_a',
    isBot: false,
    clickReason: 'split',
    currency: 'USD',
  },
});
const waiting = (cause: 'unknown_click' | 'older_than_window' | 'unknown_reference'): Placement => ({
  kind: 'orphan',
  cause,
});

const member = (
  id: string,
  kind: 'lead' | 'sale',
  placement: Placement,
  changes: Partial<FamilyMember> = {},
): FamilyMember => ({
  id,
  kind,
  eventId: id,
  occurredAt: 1,
  hasKey: true,
  own: placement,
  ...changes,
});
const keyless = (id: string, kind: 'lead' | 'sale') =>
  member(id, kind, waiting('unknown_reference'), { hasKey: false });

const short = (placements: Map<string, Placement>) =>
  [...placements].map(
    ([id, place]) => `${id}: ${place.kind === 'joined' ? `${place.click.clickId} by ${place.by}` : place.cause}`,
  );

describe('placeFamily (C18)', () => {
  test.each([
    {
      given: 'a sale that only names its lead',
      family: [member('lead', 'lead', onClick('A')), keyless('sale', 'sale')],
      result: ['lead: A by key', 'sale: A by reference'],
    },
    {
      given: 'a sale whose key was clicked again since',
      family: [member('lead', 'lead', onClick('A')), member('sale', 'sale', onClick('B'))],
      result: ['lead: A by key', 'sale: A by reference'],
    },
    {
      given: 'a sale with a key, whose lead nobody reported',
      family: [member('sale', 'sale', onClick('B'))],
      result: ['sale: B by key'],
    },
    { given: 'a sale without a key or a lead', family: [keyless('sale', 'sale')], result: ['sale: unknown_reference'] },
    {
      given: 'a lead that waits for its click',
      family: [
        member('lead', 'lead', waiting('unknown_click')),
        keyless('sale', 'sale'),
        member('own', 'sale', onClick('B')),
      ],
      result: ['lead: unknown_click', 'sale: unknown_click', 'own: B by key'],
    },
    {
      given: 'a lead that waits, and a later report of it that was found',
      family: [
        member('first', 'lead', waiting('older_than_window')),
        member('again', 'lead', onClick('B'), { occurredAt: 2 }),
      ],
      result: ['first: B by reference', 'again: B by key'],
    },
    {
      given: 'two reports of a lead on different clicks',
      family: [member('again', 'lead', onClick('B'), { occurredAt: 2 }), member('first', 'lead', onClick('A'))],
      result: ['again: A by reference', 'first: A by key'],
    },
  ])('given $given, then $result', ({ family, result }) => expect(short(placeFamily(family))).toEqual(result));

  const anyMember = fc
    .record({
      kind: fc.constantFrom('lead' as const, 'sale' as const),
      own: fc.constantFrom(onClick('A'), onClick('B'), onClick('C'), waiting('unknown_click'), null),
      occurredAt: fc.integer({ min: 0, max: 3 }),
      eventId: fc.string({ minLength: 1, maxLength: 2 }),
    })
    .map(({ kind, own, occurredAt, eventId }) =>
      member(`${kind} ${eventId}`, kind, own ?? waiting('unknown_reference'), {
        occurredAt,
        eventId,
        hasKey: own !== null,
      }),
    );

  test('given any order, then they stand where the set puts them (C14)', () =>
    fc.assert(
      fc.property(
        fc
          .uniqueArray(anyMember, { selector: ({ id }) => id, minLength: 1, maxLength: 6 })
          .chain((set) => fc.tuple(fc.constant(set), fc.shuffledSubarray(set, { minLength: set.length }))),
        ([set, arrivals]) => {
          expect(placeFamily(arrivals)).toEqual(placeFamily(set));
        },
      ),
    ));
});
