import type { Ramp } from '@alyson/schema';
import { FastForward, Pause, Play, Square } from 'lucide-react';
import { useState } from 'react';
import { useRefusal } from '../../../lib/me.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { formatDuration } from '../../../ui/format/duration.ts';
import { Notice } from '../../../ui/notice.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { Instant } from '../../../ui/values/instant.tsx';
import { useNow } from '../../../ui/values/now.ts';
import { useCurrentExperiment } from '../current-experiment.ts';
import { SplitTable, weightsById } from '../split/split-table.tsx';
import { AbortRampDialog } from './abort-ramp-dialog.tsx';
import { useSteerRamp } from './queries.ts';
import { isUnderWay, rampTitle } from './ramp-text.ts';

/** A ramp under way with what can be done about it, or how the last one was stopped while its split is still in force. */
export function RampCard() {
  const experiment = useCurrentExperiment();
  const { ramp, agents, release } = experiment;
  if (!ramp) return null;
  const isNews = ramp.state === 'stopped' && ramp.stop !== 'aborted' && isNewest(ramp, release?.publishedAt ?? null);
  if (!isUnderWay(ramp) && !isNews) return null;
  return (
    <Card
      className="mb-5"
      title={rampTitle(ramp)}
      note={
        <>
          “{ramp.reason}” {ramp.actor.name}, <Instant at={ramp.startedAt} as="full" />
        </>
      }
      actions={isUnderWay(ramp) && <Actions ramp={ramp} />}
    >
      <div className="flex flex-col gap-4">
        <Progress ramp={ramp} />
        {ramp.stopDetail && (
          <Notice tone="warning">
            {ramp.stopDetail} {ramp.isReturned ? 'The split from before came back.' : 'The split stays where it is.'}
            {experiment.heldSince && ' It is held: the optimizer waits until somebody resumes.'}
          </Notice>
        )}
        {isUnderWay(ramp) && <NextStep ramp={ramp} />}
        <SplitTable
          caption="The split before the ramp, now, and at its end"
          agents={agents}
          columns={[
            { label: 'Start', weights: weightsById(ramp.startWeights) },
            {
              label: 'Now',
              weights: weightsById(agents.map(({ id, weightBasisPoints }) => ({ agentId: id, weightBasisPoints }))),
            },
            { label: 'Goal', weights: weightsById(ramp.targetWeights) },
          ]}
        />
      </div>
    </Card>
  );
}

/** Whether nothing was published since it ended: then how it ended is what the split is. */
const isNewest = ({ endedAt }: Ramp, publishedAt: string | null): boolean =>
  endedAt !== null && publishedAt !== null && Date.parse(publishedAt) <= Date.parse(endedAt);

const Progress = ({ ramp: { stepsTaken, stepsTotal } }: { ramp: Ramp }) => (
  <div
    role="progressbar"
    aria-label="Steps taken"
    aria-valuemin={0}
    aria-valuemax={stepsTotal}
    aria-valuenow={stepsTaken}
    className="h-2 overflow-hidden rounded-full bg-line"
  >
    <div className="h-full bg-ink" style={{ width: `${(stepsTaken / stepsTotal) * 100}%` }} />
  </div>
);

/** When the next step comes, or what it waits for. */
function NextStep({ ramp }: { ramp: Ramp }) {
  const now = useNow();
  if (ramp.nextStepAt === null)
    return <p className="text-13 text-muted">No step is taken until somebody resumes it.</p>;
  const leftMs = Date.parse(ramp.nextStepAt) - now;
  const guard = ramp.onBreach === 'hold' ? 'stops it there' : 'stops it and goes back';
  return (
    <p role="status" className="text-13 text-muted">
      {waitText(ramp, leftMs)} Where it does harm, the guard {guard}.
    </p>
  );
}

function waitText({ waitsFor }: Ramp, leftMs: number): string {
  if (waitsFor === 'resume') return 'It goes on when the experiment is resumed.';
  if (waitsFor === 'edges') return 'The next step is due, and waits until every router location has the last one.';
  return leftMs > 0 ? `Next step in ${formatDuration(leftMs)}.` : 'The next step is due.';
}

function Actions({ ramp }: { ramp: Ramp }) {
  const { id, state } = useCurrentExperiment();
  const steer = useSteerRamp(id);
  const refusal = useRefusal('experiment:write');
  const [isAborting, setIsAborting] = useState(false);
  const act = (what: 'pause' | 'resume' | 'finish', done: string) =>
    steer.mutate(
      { rampId: ramp.id, what },
      {
        onSuccess: () => showToast(done),
        onError: (error) => showToast(`Not done: ${error.message}`, { tone: 'failed' }),
      },
    );
  const isPaused = ramp.state === 'paused';
  return (
    <>
      <Button
        size="sm"
        icon={isPaused ? Play : Pause}
        refusal={refusal}
        isPending={steer.isPending}
        onClick={() => (isPaused ? act('resume', 'The ramp goes on.') : act('pause', 'The ramp is paused.'))}
      >
        {isPaused ? 'Resume ramp' : 'Pause ramp'}
      </Button>
      <Button
        size="sm"
        icon={FastForward}
        refusal={refusal ?? (state === 'running' ? null : 'Resume the experiment first.')}
        onClick={() => act('finish', 'Publishing the rest of the ramp.')}
      >
        Finish now
      </Button>
      <Button size="sm" icon={Square} refusal={refusal} onClick={() => setIsAborting(true)}>
        Abort
      </Button>
      {isAborting && <AbortRampDialog ramp={ramp} onClose={() => setIsAborting(false)} />}
    </>
  );
}
