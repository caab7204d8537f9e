import type { Schedule } from '@alyson/schema';
import { invalidField } from '@alyson/schema';
import type { Context } from '../../context.ts';
import { refuseExpression } from '../../domain/grading-schedule.ts';
import { nextFires, wholeMinute } from '../../domain/schedule-plan.ts';

const COUNT = 5;

/**
 * When an expression would fire next, were it set now.
 *
 * @throws ProblemError `validation_failed` for what EventBridge Scheduler would refuse, or never fire
 */
export function listNextFires(ctx: Context, schedule: Schedule): { fires: string[] } {
  const refusal = refuseExpression(schedule);
  if (refusal) throw invalidField(`#/${refusal.field}`, refusal.detail);
  const now = ctx.now();
  const fires = nextFires(schedule, { startsAt: wholeMinute(now), now, count: COUNT });
  if (fires.length === 0) throw invalidField('#/expression', 'This time is over, or never comes.');
  return { fires: fires.map((fire) => new Date(fire).toISOString()) };
}
