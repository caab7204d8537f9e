import { useRef, useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Field } from '../../../ui/field.tsx';
import { Input } from '../../../ui/input.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { useCurrentExperiment } from '../current-experiment.ts';
import { savedText } from '../saved-text.ts';
import { useVerb } from '../waits-for-approval.ts';
import { useComplete } from './queries.ts';

/** Ends the experiment for good, once its name was typed. Focus starts on Cancel. Render it while it is open. */
export function EndDialog({ onClose }: { onClose: () => void }) {
  const { id, name } = useCurrentExperiment();
  const complete = useComplete(id);
  const [typed, setTyped] = useState('');
  const [isChecked, setIsChecked] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const verb = useVerb('End the experiment');
  const isRight = typed.trim() === name;
  const end = () => {
    setIsChecked(true);
    if (!isRight) return field.current?.focus();
    complete.mutate(undefined, {
      onSuccess: (written) => {
        onClose();
        showToast(savedText(written, 'Ended. Clicks go to the fallback page.'));
      },
    });
  };
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title="End the experiment"
      description="Every click on its links goes to the fallback page for good. Results stay; it cannot be started again."
      footer={
        <>
          <Button autoFocus onClick={onClose}>
            Cancel
          </Button>
          <Button variant="danger" isPending={complete.isPending} onClick={end}>
            {verb}
          </Button>
        </>
      }
    >
      {complete.error && (
        <Notice tone="negative" role="alert" className="mb-4">
          Not ended: {complete.error.message}
        </Notice>
      )}
      <Field label={`Type “${name}” to confirm`} error={isChecked && !isRight ? 'The name does not match.' : undefined}>
        <Input ref={field} value={typed} onChange={(event) => setTyped(event.target.value)} />
      </Field>
    </Dialog>
  );
}
