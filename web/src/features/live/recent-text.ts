import { MINUTE_MS } from '@alyson/schema';
import { formatCountOf } from '../../ui/format/count.ts';
import { KEPT_CLICKS } from './queries.ts';

/** How busy it is: `42 clicks in the last minute`. With every kept click younger than that, it is at least so many. */
export function recentText(clicks: readonly { at: string }[], now: number): string {
  const recent = clicks.filter((click) => now - Date.parse(click.at) < MINUTE_MS).length;
  const isCut = recent === KEPT_CLICKS;
  return `${isCut ? 'At least ' : ''}${formatCountOf(recent, 'click')} in the last minute.`;
}
