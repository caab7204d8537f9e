import { useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Field } from '../../../ui/field.tsx';
import { Input } from '../../../ui/input.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { useCurrentExperiment } from '../current-experiment.ts';
import { useDeleteDraft } from './queries.ts';

/** Deletes a draft for good, once its name was typed. Focus starts on Cancel. Render it while it is open. */
export function DeleteDraftDialog({ onClose }: { onClose: () => void }) {
  const { id, name, version } = useCurrentExperiment();
  const remove = useDeleteDraft(id);
  const navigate = useNavigate();
  const [typed, setTyped] = useState('');
  const [isChecked, setIsChecked] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const isRight = typed.trim() === name;
  const send = () => {
    setIsChecked(true);
    if (!isRight) return field.current?.focus();
    remove.mutate(version, {
      onSuccess: () => {
        showToast('The draft is deleted.');
        void navigate({ to: '/experiments' });
      },
    });
  };
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title="Delete the draft"
      description="Nothing was ever routed by it. Only its history is kept, under Activity."
      footer={
        <>
          <Button autoFocus onClick={onClose}>
            Cancel
          </Button>
          <Button variant="danger" isPending={remove.isPending} onClick={send}>
            Delete the draft
          </Button>
        </>
      }
    >
      {remove.error && (
        <Notice tone="negative" role="alert" className="mb-4">
          Not deleted: {remove.error.message}
        </Notice>
      )}
      <Field label={`Type “${name}” to confirm`} error={isChecked && !isRight ? 'The name does not match.' : undefined}>
        <Input ref={field} value={typed} onChange={(event) => setTyped(event.target.value)} />
      </Field>
    </Dialog>
  );
}
