import { HOUR_MS } from '@alyson/schema';
import { describe, expect, test } from 'vitest';
import { isFromTheFuture, overtakenBy } from './judge-fire.ts';

const now = Date.parse('2026-11-22T12:00:00Z');
const hourly = { expression: 'rate(1 hour)', timezone: 'UTC', lastFireAt: now };
const atNoon = { expression: 'at(2026-11-22T12:00:00)', timezone: 'UTC', lastFireAt: null };
const grading = (hours: number) => ({ kind: 'grading', scheduledTime: now + hours * HOUR_MS }) as const;

describe('C11: a fire that has been overtaken changes nothing', () => {
  test.each([
    { given: 'a grading later than the last', fire: grading(1), state: 'running', schedule: hourly, says: null },
    { given: 'an older one', fire: grading(-1), state: 'running', schedule: hourly, says: 'later grading' },
    { given: 'the very same', fire: grading(0), state: 'running', schedule: hourly, says: 'later grading' },
    { given: 'a paused experiment', fire: grading(1), state: 'paused', schedule: hourly, says: 'paused' },
    { given: 'no schedule any more', fire: grading(1), state: 'running', schedule: null, says: 'taken away' },
    { given: 'a start', fire: { kind: 'start', scheduledTime: now }, state: 'scheduled', schedule: atNoon, says: null },
    {
      given: 'its minute',
      fire: { kind: 'start', scheduledTime: now + 59_000 },
      state: 'scheduled',
      schedule: atNoon,
      says: null,
    },
    {
      given: 'a start that was moved',
      fire: { kind: 'start', scheduledTime: now - HOUR_MS },
      state: 'scheduled',
      schedule: atNoon,
      says: 'moved',
    },
    {
      given: 'a start by hand before',
      fire: { kind: 'start', scheduledTime: now },
      state: 'running',
      schedule: atNoon,
      says: 'waits for no start',
    },
    { given: 'an end', fire: { kind: 'end', scheduledTime: now }, state: 'paused', schedule: atNoon, says: null },
    {
      given: 'an end of a draft',
      fire: { kind: 'end', scheduledTime: now },
      state: 'draft',
      schedule: atNoon,
      says: 'nothing to end',
    },
    {
      given: 'an end that was moved',
      fire: { kind: 'end', scheduledTime: now + HOUR_MS },
      state: 'running',
      schedule: atNoon,
      says: 'moved',
    },
  ] as const)('given $given, then $says', ({ fire, state, schedule, says }) => {
    const reason = overtakenBy(fire, { state, schedule });
    if (says === null) expect(reason).toBeNull();
    else expect(reason).toContain(says);
  });
});

test('given a fire from the future, then it is told from one whose clock is a little ahead', () => {
  expect(isFromTheFuture(grading(1), now)).toBe(true);
  expect(isFromTheFuture({ kind: 'end', scheduledTime: now + 60_000 }, now)).toBe(false);
});
