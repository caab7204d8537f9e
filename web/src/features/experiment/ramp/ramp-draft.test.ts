import { expect, test } from 'vitest';
import { FIRST_RAMP, planRamp, planText, rampFaults } from './ramp-draft.ts';

const draft = (changes: object) => ({ ...FIRST_RAMP, pace: 'steps' as const, ...changes });

test('given a change of 40 points in steps of 10 each hour, then it is four steps in three hours', () => {
  const plan = planRamp(draft({}), 4000);
  expect(plan).toEqual({ steps: 4, lastsMs: 3 * 3_600_000 });
  expect(plan && planText(plan)).toBe('4 steps: the first now, the last in 3 h at the earliest.');
});

test.each([
  { given: 'no number', changes: { stepBasisPoints: null }, field: 'step' },
  { given: 'a step as large as the change', changes: { stepBasisPoints: 4000 }, field: 'step' },
  { given: 'no interval', changes: { intervalMinutes: 0 }, field: 'interval' },
  { given: 'more than a week', changes: { intervalMinutes: 10_081 }, field: 'interval' },
])('given $given, then the $field says what to do, and there is no plan', ({ changes, field }) => {
  expect(Object.keys(rampFaults(draft(changes), 4000))).toEqual([field]);
  expect(planRamp(draft(changes), 4000)).toBeNull();
});
