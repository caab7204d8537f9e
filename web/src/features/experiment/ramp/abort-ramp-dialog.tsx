import type { Ramp } from '@alyson/schema';
import { useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { ChoiceCards } from '../../../ui/choice-cards.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { useCurrentExperiment } from '../current-experiment.ts';
import { ReasonField, useReason } from '../reason-field.tsx';
import { useAbortRamp } from './queries.ts';

/** Ends a ramp before its goal. Render it while it is open. */
export function AbortRampDialog({ ramp, onClose }: { ramp: Ramp; onClose: () => void }) {
  const { id } = useCurrentExperiment();
  const abort = useAbortRamp(id);
  const reason = useReason();
  const [split, setSplit] = useState<'stay' | 'return'>('return');
  const send = () => {
    const text = reason.take();
    if (text === null) return;
    const onSuccess = () => {
      onClose();
      showToast(split === 'return' ? 'Aborted. Publishing the split from before.' : 'Aborted. The split stays.');
    };
    abort.mutate({ rampId: ramp.id, body: { reason: text, split } }, { onSuccess });
  };
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title="Abort the ramp"
      description={`It has taken ${ramp.stepsTaken} of ${ramp.stepsTotal} steps.`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" isPending={abort.isPending} onClick={send}>
            Abort the ramp
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-5">
        {abort.error && (
          <Notice tone="negative" role="alert">
            Not aborted: {abort.error.message}
          </Notice>
        )}
        <ChoiceCards
          legend="The split"
          columns={1}
          value={split}
          onChange={setSplit}
          options={[
            {
              value: 'return',
              label: 'Go back to the split from before',
              description: 'It is published again, and visitors return to the pages they had then.',
            },
            { value: 'stay', label: 'Stay where the ramp is', description: 'Nothing is published.' },
          ]}
        />
        <ReasonField reason={reason} />
      </div>
    </Dialog>
  );
}
