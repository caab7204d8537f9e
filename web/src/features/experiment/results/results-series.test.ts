import { AgentId, type ExperimentResults, HOUR_MS } from '@alyson/schema';
import { describe, expect, test } from 'vitest';
import { bucketMs, measurePoints, servedSteps } from './results-series.ts';

const A = AgentId.parse('agt_0000000000000000000000000a');
const B = AgentId.parse('agt_0000000000000000000000000b');
const bucket = (at: string, a: number, b: number): ExperimentResults['series'][number] => ({
  at,
  agents: [
    { agentId: A, clicks: a, leads: 1, revenueMicros: 2_000_000 },
    { agentId: B, clicks: b, leads: 0, revenueMicros: 0 },
  ],
});
const hourly = [bucket('2026-11-18T10:00:00.000Z', 5, 5), bucket('2026-11-18T13:00:00.000Z', 2, 6)];

describe('bucketMs', () => {
  test.each([
    ['2026-11-18T10:00:00.000Z', '2026-11-18T13:00:00.000Z', HOUR_MS],
    ['2026-11-17T05:00:00.000Z', '2026-11-18T05:00:00.000Z', 24 * HOUR_MS],
    // The day the clocks go forward has 23 hours.
    ['2026-03-08T05:00:00.000Z', '2026-03-09T04:00:00.000Z', 24 * HOUR_MS],
  ])('given buckets at %s and %s, then %i ms', (first, second, length) =>
    expect(bucketMs([bucket(first, 1, 1), bucket(second, 1, 1)], 0, 0)).toBe(length),
  );

  test('given a single bucket, then the span decides', () =>
    expect(bucketMs([bucket('2026-11-18T10:00:00.000Z', 1, 1)], 0, HOUR_MS)).toBe(HOUR_MS));
});

describe('measurePoints', () => {
  test('given hours without traffic, then they are zeros, also after the last one', () => {
    const points = measurePoints(hourly, [A, B], 'clicks', HOUR_MS, Date.parse('2026-11-18T14:30:00.000Z'));
    expect(points.map((point) => point.values)).toEqual([
      [5, 5],
      [0, 0],
      [0, 0],
      [2, 6],
      [0, 0],
    ]);
  });

  test('given the hour that is still running, then nothing is added after it', () =>
    expect(measurePoints(hourly, [A, B], 'clicks', HOUR_MS, Date.parse('2026-11-18T13:20:00.000Z'))).toHaveLength(4));

  test('given another measure and another order, then values follow both', () =>
    expect(
      measurePoints(hourly, [B, A], 'revenue', HOUR_MS, Date.parse('2026-11-18T13:20:00.000Z'))[0]?.values,
    ).toEqual([0, 2_000_000]));
});

describe('servedSteps', () => {
  test('given clicks, then their shares sum to 10 000; given none, then nothing was served', () =>
    expect(
      servedSteps([
        { at: 0, values: [1, 2] },
        { at: 1, values: [0, 0] },
      ]),
    ).toEqual([
      { at: 0, shares: [3333, 6667] },
      { at: 1, shares: null },
    ]));
});
