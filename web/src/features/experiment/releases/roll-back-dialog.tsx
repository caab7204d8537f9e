import type { ReleaseSummary } from '@alyson/schema';
import { useState } from 'react';
import { currentSplit } from '../../../lib/current-split.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { Instant } from '../../../ui/values/instant.tsx';
import { type AfterChoice, AfterChoiceField } from '../after-choice.tsx';
import { useCurrentExperiment } from '../current-experiment.ts';
import { useExperiment } from '../queries.ts';
import { ReasonField, useReason } from '../reason-field.tsx';
import { savedText } from '../saved-text.ts';
import { SplitTable, weightsById } from '../split/split-table.tsx';
import { useVerb } from '../waits-for-approval.ts';
import { useRollBack } from './queries.ts';

interface RollBackDialogProps {
  /** The release whose split comes back. */
  target: ReleaseSummary;
  onClose: () => void;
}

/** Publishes an old release's split again, under a new number: now against then, and why. Render it while it is open. */
export function RollBackDialog({ target, onClose }: RollBackDialogProps) {
  const experiment = useCurrentExperiment();
  const rollBack = useRollBack(experiment.id);
  const { refetch } = useExperiment(experiment.id);
  const reason = useReason();
  const [after, setAfter] = useState<AfterChoice>('hold');
  const isAuto = experiment.mode === 'auto';
  const verb = `Roll back to release ${target.number}`;
  const sendVerb = useVerb(verb);
  // Undoing the newest release waits for nobody.
  const isUndo = target.number + 1 === experiment.release?.number;
  const send = () => {
    const text = reason.take();
    if (text === null) return;
    const onSuccess = (written: object) => {
      onClose();
      showToast(savedText(written, `Publishing release ${target.number}'s split again.`));
    };
    const body = { reason: text, hold: isAuto && after === 'hold' };
    // Somebody else was quicker: what stands under "Now" is read again before the next press.
    const onError = () => void refetch();
    rollBack.mutate({ number: target.number, version: experiment.version, body }, { onSuccess, onError });
  };
  // An agent that is off by now stays off, whatever it had then.
  const then = weightsById(target.weights);
  const restored = experiment.agents.map((agent) => ({ ...agent, weightBasisPoints: then.get(agent.id) ?? 0 }));
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title={`Roll back to release ${target.number}`}
      description={
        <>
          A new release gets the split of release {target.number}, published <Instant at={target.publishedAt} />.
        </>
      }
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" isPending={rollBack.isPending} onClick={send}>
            {isUndo ? verb : sendVerb}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-5">
        {rollBack.error && (
          <Notice tone="negative" role="alert">
            Not rolled back: {rollBack.error.message}
          </Notice>
        )}
        <SplitTable
          caption="The split now and then"
          agents={experiment.agents}
          columns={[
            { label: 'Now', weights: currentSplit(experiment.agents) },
            { label: 'Then', weights: currentSplit(restored) },
          ]}
          withChange
        />
        {isAuto && <AfterChoiceField value={after} onChange={setAfter} />}
        <ReasonField reason={reason} />
      </div>
    </Dialog>
  );
}
