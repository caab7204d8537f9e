import { expect, test } from 'vitest';
import { presetOf, scheduleText } from './schedule-presets.ts';

test.each([
  ['rate(1 hour)', 'Every hour'],
  ['rate(15 minutes)', 'Every 15 minutes'],
  ['cron(0 6 * * ? *)', 'Every day at 6:00, New York time'],
  ['cron(0 6 ? * MON-FRI *)', 'cron(0 6 ? * MON-FRI *), New York time'],
  ['', 'By hand only'],
])('given the schedule "%s", then it reads "%s"', (expression, text) =>
  expect(scheduleText({ expression, timezone: 'America/New_York' })).toBe(text),
);

test('given an expression that is no preset, then it is one of its own', () =>
  expect(presetOf('rate(7 minutes)')).toBe('custom'));
