import type { ProposedChange } from '@alyson/schema';
import { useState } from 'react';
import { ChangesTable } from '../../ui/audit/changes-table.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { Textarea } from '../../ui/input.tsx';
import { Notice } from '../../ui/notice.tsx';
import { showToast } from '../../ui/toast.tsx';
import { changedFields } from './changed-fields.ts';
import { useDecide } from './queries.ts';

interface DecideDialogProps {
  proposed: ProposedChange;
  to: 'approve' | 'refuse';
  /** Whoever proposed it withdraws it. */
  isOwn: boolean;
  onClose: () => void;
}

/** Approves, refuses or withdraws, with a note for the others. Render it while it is open. */
export function DecideDialog({ proposed, to, isOwn, onClose }: DecideDialogProps) {
  const decide = useDecide();
  const [note, setNote] = useState('');
  const verb = to === 'approve' ? 'Approve' : isOwn ? 'Withdraw' : 'Refuse';
  const send = () =>
    decide.mutate(
      { proposedChangeId: proposed.id, to, note },
      {
        onSuccess: () => {
          onClose();
          showToast(
            to === 'approve'
              ? 'Approved. Publishing the new release.'
              : `${verb === 'Refuse' ? 'Refused' : 'Withdrawn'}.`,
          );
        },
      },
    );
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title={`${verb} the change of ${proposed.experimentName}`}
      description={
        to === 'approve'
          ? 'It is made at once, exactly as shown here, or not at all.'
          : 'Nothing is changed. It can be proposed again.'
      }
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" isPending={decide.isPending} onClick={send}>
            {verb} the change
          </Button>
        </>
      }
    >
      {decide.error && (
        <Notice tone="negative" role="alert" className="mb-4">
          Not done: {decide.error.message}
        </Notice>
      )}
      <ChangesTable fields={changedFields(proposed.changes)} hasBefore />
      <div className="mt-4">
        <Field label="Note (optional)" hint="Kept with the decision.">
          <Textarea value={note} maxLength={500} onChange={(event) => setNote(event.target.value)} />
        </Field>
      </div>
    </Dialog>
  );
}
