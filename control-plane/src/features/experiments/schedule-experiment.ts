import type { Context } from '../../context.ts';
import { refuseAgents, refuseStep } from '../../domain/experiment.ts';
import { minuteOf, refuseSchedulingBy } from '../../domain/experiment-dates.ts';
import type { ShownExperiment } from '../../experiment/show-experiment.ts';
import { withExperiment } from '../../experiment/with-experiment.ts';
import { refuseFor } from '../../refusals.ts';
import { moveDraft } from './move-draft.ts';

/**
 * Lets a draft start by itself at its start date.
 *
 * @throws ProblemError `not_found`, `transition_refused`
 */
export function scheduleExperiment(ctx: Context, experimentId: string): Promise<ShownExperiment> {
  return withExperiment(ctx, experimentId, async (tx, rows) => {
    const { experiment, agents, schedules } = rows;
    refuseFor(refuseStep('schedule', experiment.state));
    refuseFor(refuseAgents(agents));
    refuseFor(refuseSchedulingBy({ startsAt: minuteOf(schedules.start), endsAt: minuteOf(schedules.end) }, ctx.now()));
    return moveDraft(tx, ctx, rows, { to: 'scheduled', action: 'experiment.scheduled' });
  });
}
