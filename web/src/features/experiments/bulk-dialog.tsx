import type { BulkOutcome, BulkStepName, ExperimentListItem } from '@alyson/schema';
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { formatCountOf } from '../../ui/format/count.ts';
import { Textarea } from '../../ui/input.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useBulkStep } from './queries.ts';

const EFFECT: Readonly<Record<BulkStepName, string>> = {
  pause: 'Every click on their links goes to the fallback page until they are resumed.',
  resume: 'Clicks go to the agents again, by the splits as they were.',
  hold: 'Their splits are frozen. Clicks and grading go on; the optimizer publishes nothing.',
  release_hold: 'The next grading runs may move their splits.',
  archive: 'They leave the lists, and can be brought back.',
  unarchive: 'They are in the lists again.',
};

interface BulkDialogProps {
  step: BulkStepName;
  label: string;
  items: readonly ExperimentListItem[];
  onDone: (outcomes: readonly BulkOutcome[]) => void;
  onClose: () => void;
}

/** Names what is about to be done with which experiments. Render it while it is open. */
export function BulkDialog({ step, label, items, onDone, onClose }: BulkDialogProps) {
  const bulk = useBulkStep();
  const [reason, setReason] = useState('');
  const [isChecked, setIsChecked] = useState(false);
  const fault = step === 'hold' && reason.trim() === '' ? 'Say why, for whoever reads it later.' : undefined;
  const what = `${label} ${formatCountOf(items.length, 'experiment')}`;
  const send = () => {
    setIsChecked(true);
    if (fault) return;
    bulk.mutate(
      { step, reason, experimentIds: items.map(({ id }) => id) },
      { onSuccess: ({ items: outcomes }) => onDone(outcomes) },
    );
  };
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title={what}
      description={`${EFFECT[step]} Each takes the step by itself: one that refuses stops no other.`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" isPending={bulk.isPending} onClick={send}>
            {what}
          </Button>
        </>
      }
    >
      {bulk.error && (
        <Notice tone="negative" role="alert" className="mb-4">
          Not done: {bulk.error.message}
        </Notice>
      )}
      <ul className="mb-4 list-disc pl-5 text-14">
        {items.map(({ id, name }) => (
          <li key={id} className="[overflow-wrap:anywhere]">
            {name}
          </li>
        ))}
      </ul>
      {step === 'hold' && (
        <Field label="Reason" error={isChecked ? fault : undefined}>
          <Textarea value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
        </Field>
      )}
    </Dialog>
  );
}
