import { CirclePause, CircleStop } from 'lucide-react';
import { useState } from 'react';
import { useRefusal } from '../../../lib/me.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { useCurrentExperiment } from '../current-experiment.ts';
import { EndDialog } from './end-dialog.tsx';
import { ResumeButton, StartButton } from './lifecycle-buttons.tsx';
import { LifecycleStep } from './lifecycle-step.tsx';
import { PauseDialog } from './pause-dialog.tsx';
import { ScheduleButton, UnscheduleButton } from './schedule-buttons.tsx';

/** Start, pause, resume and end: what each does, and the way to do it. */
export function Lifecycle() {
  const { id, state, startsAt } = useCurrentExperiment();
  const refusal = useRefusal('experiment:write');
  const [open, setOpen] = useState<'pause' | 'end' | null>(null);
  const close = () => setOpen(null);
  return (
    <Card title="Start and end" padding="flush">
      <ul>
        {(state === 'draft' || state === 'scheduled') && (
          <LifecycleStep what="Start" effect="Publishes release 1; clicks on the links are routed to the agents.">
            <StartButton experimentId={id} />
          </LifecycleStep>
        )}
        {state === 'draft' && startsAt && (
          <LifecycleStep what="Schedule" effect="It starts by itself at its start date. Until then nothing is routed.">
            <ScheduleButton experimentId={id} />
          </LifecycleStep>
        )}
        {state === 'scheduled' && (
          <LifecycleStep what="Back to draft" effect="It does not start by itself. Its dates stay.">
            <UnscheduleButton experimentId={id} />
          </LifecycleStep>
        )}
        {state === 'running' && (
          <LifecycleStep
            what="Pause"
            effect="Sends every click to the fallback page until you resume. The split is kept."
          >
            <Button icon={CirclePause} refusal={refusal} onClick={() => setOpen('pause')}>
              Pause
            </Button>
          </LifecycleStep>
        )}
        {state === 'paused' && (
          <LifecycleStep what="Resume" effect="Routes clicks to the agents again, by the split as it was.">
            <ResumeButton experimentId={id} />
          </LifecycleStep>
        )}
        {(state === 'running' || state === 'paused') && (
          <LifecycleStep
            what="End"
            effect="Sends every click to the fallback page for good. Results stay; it cannot be started again."
          >
            <Button variant="danger" icon={CircleStop} refusal={refusal} onClick={() => setOpen('end')}>
              End experiment
            </Button>
          </LifecycleStep>
        )}
        {(state === 'completed' || state === 'archived') && (
          <li className="px-4 py-3 text-14 text-muted">The experiment has ended. Its results stay.</li>
        )}
      </ul>
      {open === 'pause' && <PauseDialog onClose={close} />}
      {open === 'end' && <EndDialog onClose={close} />}
    </Card>
  );
}
