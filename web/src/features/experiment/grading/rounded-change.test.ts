import { AgentId, type WeightChange } from '@alyson/schema';
import { describe, expect, test } from 'vitest';
import { roundedChange } from './rounded-change.ts';

const CODES = ['prediction', 'floor', 'step_limit', 'rounding'] as const;
const change = (from: number, causes: readonly number[], to = from + sum(causes)): WeightChange => ({
  agentId: AgentId.parse('agt_00000000000000000000000000'),
  fromBasisPoints: from,
  toBasisPoints: to,
  causes: causes.map((basisPoints, i) => ({ code: CODES[i] ?? 'rounding', basisPoints })),
});
const sum = (parts: readonly number[]) => parts.reduce((total, part) => total + part, 0);
const partsOf = (one: WeightChange) => one.causes.map(({ basisPoints }) => basisPoints);

describe('roundedChange', () => {
  test('given parts that each round up, then the largest remainders do and the sum holds', () => {
    const shown = roundedChange(change(2000, [66, 67, 67]));
    expect(shown).toMatchObject({ fromBasisPoints: 2000, toBasisPoints: 2200 });
    expect(partsOf(shown)).toEqual([60, 70, 70]);
  });

  test('given a part below a tenth beside larger ones, then it reads as nothing', () =>
    expect(partsOf(roundedChange(change(1500, [1499, 1])))).toEqual([1500, 0]));

  test('given causes that leave something over, then it is not spread over them', () =>
    expect(partsOf(roundedChange(change(2000, [300], 2500)))).toEqual([300]));

  test('given any change, then what is shown adds up and no part is off by a tenth or more', () => {
    for (let from = 0; from < 40; from++) {
      for (let a = -23; a <= 23; a++) {
        for (const others of [[], [7], [-6, 9], [19, -4, 3]]) {
          const exact = change(from + 3000, [a, ...others]);
          const shown = roundedChange(exact);
          expect(shown.fromBasisPoints + sum(partsOf(shown))).toBe(shown.toBasisPoints);
          for (const [i, part] of partsOf(shown).entries())
            expect(Math.abs(part - (partsOf(exact)[i] ?? 0))).toBeLessThan(10);
        }
      }
    }
  });
});
