import { describe, expect, test } from 'vitest';
import { chartSpan } from './chart-span.ts';

const span = { from: '2026-11-05T12:00:00.000Z', to: '2026-11-19T12:00:00.000Z' };
const at = (text: string) => Date.parse(text);

describe('chartSpan', () => {
  test('given an experiment older than the span, then the span as asked for', () =>
    expect(chartSpan(span, '2026-10-01T00:00:00.000Z')).toEqual({ from: at(span.from), to: at(span.to) }));

  test('given a younger experiment, then nothing is shown of the time before its start', () =>
    expect(chartSpan(span, '2026-11-18T00:00:00.000Z').from).toBe(at('2026-11-18T00:00:00.000Z')));

  test('given one that started a minute ago, then two minutes are shown all the same', () =>
    expect(chartSpan(span, '2026-11-19T11:59:00.000Z').from).toBe(at('2026-11-19T11:58:00.000Z')));
});
