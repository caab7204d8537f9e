import { holdingOf } from '../domain/schedule-plan.ts';
import type { DesiredSchedule } from '../io/scheduler.ts';
import type { WantedSchedule } from './schedule-outbox.store.ts';

/** What a scheduler outside is to hold of a stored schedule; null: nothing, as one that is over would be refused. */
export function desiredSchedule(wanted: WantedSchedule | null): DesiredSchedule | null {
  if (!wanted) return null;
  const { row, state } = wanted;
  const holding = holdingOf(row.kind, state);
  const isOver = holding === 'on' && row.nextFireAt === null;
  if (holding === 'absent' || isOver) return null;
  const { id, experimentId, kind, expression, timezone, startsAt, revision } = row;
  return {
    experimentId,
    kind,
    expression,
    timezone,
    startsAt: startsAt.getTime(),
    isOn: holding === 'on',
    revision: `${id}.${revision}`,
  };
}
