import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { spreadLabels } from './spread-labels.ts';

describe('spreadLabels', () => {
  test('given labels far apart, then none moves', () =>
    expect(spreadLabels([80, 10, 40], 12, 0, 100)).toEqual([80, 10, 40]));

  test('given labels that overlap at the end, then they make room inwards', () =>
    expect(spreadLabels([98, 99], 12, 0, 100)).toEqual([88, 100]));

  test('given any labels that fit, then they keep their order, their distance and the bounds', () =>
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 200 }), { maxLength: 8 }), (wanted) => {
        const placed = spreadLabels(wanted, 14, 0, 200);
        const order = wanted.map((_, i) => i).sort((a, b) => (wanted[a] ?? 0) - (wanted[b] ?? 0) || a - b);
        for (const [position, index] of order.entries()) {
          const here = placed[index] ?? Number.NaN;
          expect(here).toBeGreaterThanOrEqual(0);
          expect(here).toBeLessThanOrEqual(200);
          const next = order[position + 1];
          if (next !== undefined) expect((placed[next] ?? 0) - here).toBeGreaterThanOrEqual(14);
        }
      }),
    ));
});
