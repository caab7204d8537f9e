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
  { value: 'none', label: 'By hand only', description: 'Somebody presses Run now.', expression: '' },
  { value: 'custom', label: 'Another', description: 'rate(), cron() or at().', expression: null },
];

/** Which preset an expression is. */
export const presetOf = (expression: string): string =>
  PRESETS.find((preset) => preset.expression === expression.trim())?.value ?? 'custom';

/** A schedule in words for the review. */
export function scheduleText({ expression, timezone }: { expression: string; timezone: string }): string {
  const preset = PRESETS.find((one) => one.value === presetOf(expression));
  if (!preset?.expression) return expression.trim() === '' ? 'By hand only' : `${expression}, ${timezone}`;
  return preset.expression.startsWith('cron') ? `${preset.label}, ${timezone}` : preset.label;
}
