import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { useCurrentExperiment } from '../current-experiment.ts';
import { ReasonField, useReason } from '../reason-field.tsx';
import { useHold } from './queries.ts';

/** Freezes the split, with the reason that everybody will read. Render it while it is open. */
export function HoldDialog({ onClose }: { onClose: () => void }) {
  const { id } = useCurrentExperiment();
  const hold = useHold(id);
  const reason = useReason();
  const send = () => {
    const text = reason.take();
    if (text === null) return;
    const onSuccess = () => {
      onClose();
      showToast('Held. Nothing is published until you resume.');
    };
    hold.mutate({ reason: text }, { onSuccess });
  };
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title="Hold the split"
      description="Freezes the split. Clicks and grading go on; nothing is published until you resume."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" isPending={hold.isPending} onClick={send}>
            Hold the split
          </Button>
        </>
      }
    >
      {hold.error && (
        <Notice tone="negative" role="alert" className="mb-4">
          Not held: {hold.error.message}
        </Notice>
      )}
      <ReasonField reason={reason} isFirst />
    </Dialog>
  );
}
