import type { LocalMinute, Schedule } from '@alyson/schema';

/** Schedules most people want, and the expression behind each. */
export const PRESETS: readonly { value: string; label: string; description: string; expression: string | null }[] = [
  {
    value: 'quarter',
    label: 'Every 15 minutes',
    description: 'For much traffic and quick buyers.',
    expression: 'rate(15 minutes)',
  },
  { value: 'hour', label: 'Every hour', description: 'Fits most experiments.', expression: 'rate(1 hour)' },
  { value: 'six', label: 'Every 6 hours', description: 'For little traffic.', expression: 'rate(6 hours)' },
  {
    value: 'day',
    label: 'Every day at 6:00',
    description: 'Once the night has been reported.',
    expression: 'cron(0 6 * * ? *)',
  },
  { value: 'none', label: 'By hand only', description: 'Somebody presses "Run grading now".', expression: '' },
  { value: 'custom', label: 'Another', description: 'rate(), cron() or at().', expression: null },
];

/** Which preset an expression is. */
export const presetOf = (expression: string): string =>
  PRESETS.find((preset) => preset.expression === expression.trim())?.value ?? 'custom';

/** A schedule in words: `Every hour`, `Every day at 6:00, New York time`; any other cron() or at() as it was written. */
export function scheduleText({ expression, timezone }: Schedule): string {
  if (expression.trim() === '') return 'By hand only';
  const [, count, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression.trim()) ?? [];
  if (count && unit) return count === '1' ? `Every ${unit}` : `Every ${count} ${unit}s`;
  const preset = PRESETS.find((one) => one.expression === expression.trim());
  return `${preset?.label ?? expression.trim()}, ${zoneName(timezone)}`;
}

/** A date in words: `2026-12-01 09:00, New York time`; `By hand` where there is none. */
export const minuteText = ({ time, timezone }: LocalMinute): string =>
  time === '' ? 'By hand' : `${time.replace('T', ' ')}, ${zoneName(timezone)}`;

/** `America/New_York` as `New York time`. */
const zoneName = (timezone: string): string =>
  timezone === 'UTC' ? 'UTC' : `${(timezone.split('/').at(-1) ?? timezone).replaceAll('_', ' ')} time`;
