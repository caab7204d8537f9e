import { expect, test } from 'vitest';
import { scheduleText } from './schedule-text.ts';

test.each([
  ['rate(1 hour)', 'Every hour'],
  ['rate(15 minutes)', 'Every 15 minutes'],
  ['cron(0 6 * * ? *)', 'cron(0 6 * * ? *), America/New York time'],
])('given %s, then %s', (expression, text) =>
  expect(scheduleText({ expression, timezone: 'America/New_York' })).toBe(text),
);
