import type { Experiment } from '@alyson/schema';
import { GraduationCap } from 'lucide-react';
import { useMe, useRefusal } from '../../../lib/me.ts';
import { scheduleText } from '../../../lib/schedule-presets.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { Instant } from '../../../ui/values/instant.tsx';
import { useCurrentExperiment } from '../current-experiment.ts';
import { useStartRun } from './queries.ts';
import { mayPublish } from './run-text.ts';

/** When the next grading comes, and the way to have one now, which says first whether it may move the split. */
export function RunNow({ isGrading }: { isGrading: boolean }) {
  const experiment = useCurrentExperiment();
  const { runEngine } = useMe();
  const start = useStartRun(experiment.id);
  const permission = useRefusal('experiment:write');
  const refusal = permission ?? (isGrading ? 'A grading run is already under way.' : refusalOfState(experiment.state));
  const press = () =>
    start.mutate(undefined, {
      onSuccess: () => showToast('Grading run started.'),
      onError: (error) => showToast(`Not started: ${error.message}`, { tone: 'failed' }),
    });
  return (
    <Card>
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <div className="min-w-0">
          <p className="text-15 font-semibold">
            {experiment.nextGradingAt ? (
              <>
                Next grading <Instant at={experiment.nextGradingAt} />
              </>
            ) : (
              noNextText(experiment)
            )}
          </p>
          <p className="text-13 text-muted">
            {experiment.gradingSchedule ? `${scheduleText(experiment.gradingSchedule)}. ` : ''}
            {runEngine === 'temporal' ? 'Temporal runs it.' : 'The built-in runner runs it.'}
          </p>
        </div>
        <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
          <p className="text-13 text-muted">{mayPublish(experiment).text}</p>
          <Button icon={GraduationCap} refusal={refusal} isPending={start.isPending} onClick={press}>
            Run grading now
          </Button>
        </div>
      </div>
    </Card>
  );
}

/** A schedule that is set waits for the start, for a resume, or has no time left. */
function noNextText({ state, gradingSchedule }: Experiment): string {
  if (!gradingSchedule || gradingSchedule.expression === '') return 'No grading is scheduled';
  if (state === 'draft' || state === 'scheduled') return 'Gradings begin when the experiment starts';
  return state === 'paused' ? 'Gradings go on when the experiment is resumed' : 'No grading comes any more';
}

const refusalOfState = (state: string): string | null =>
  state === 'running' || state === 'paused' ? null : 'Only an experiment that has started can be graded.';
