import { describe, expect, test } from 'vitest';
import { waterfallBars } from './waterfall-bars.ts';

describe('waterfallBars', () => {
  test('given causes that sum to the change, then each bar begins where the one before ended', () => {
    const bars = waterfallBars(2000, 3500, [
      { label: 'Prediction', delta: 2100 },
      { label: 'Largest step', delta: -600 },
    ]);
    expect(bars.map(({ label, kind, from, to }) => [label, kind, from, to])).toEqual([
      ['Was', 'total', 0, 2000],
      ['Prediction', 'toward', 2000, 4100],
      ['Largest step', 'against', 4100, 3500],
      ['Now', 'total', 0, 3500],
    ]);
  });

  test('given a falling weight, then what lowered it is the direction of the change', () => {
    const bars = waterfallBars(3000, 1500, [
      { label: 'Prediction', delta: -2000 },
      { label: 'Exploration minimum', delta: 500 },
    ]);
    expect(bars.map((bar) => bar.kind)).toEqual(['total', 'toward', 'against', 'total']);
  });

  test('given causes that leave something over, then it is shown as not explained', () => {
    const bars = waterfallBars(2000, 2500, [{ label: 'Prediction', delta: 300 }]);
    expect(bars[2]).toMatchObject({ label: 'Not explained', value: 200 });
  });

  test('given a cause of nothing, then it has no bar', () =>
    expect(waterfallBars(2000, 2000, [{ label: 'Rounding', delta: 0 }])).toHaveLength(2));
});
