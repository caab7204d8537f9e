import type { Schedule } from '@alyson/schema';

/** A schedule as people read it: `Every hour`, `Every 15 minutes`; an expression of another kind as it was written. */
export function scheduleText({ expression, timezone }: Schedule): string {
  const rate = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression);
  if (rate) {
    const [, count = '1', unit = ''] = rate;
    return count === '1' ? `Every ${unit}` : `Every ${count} ${unit}s`;
  }
  return `${expression}, ${timezone.replaceAll('_', ' ')} time`;
}
