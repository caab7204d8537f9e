import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { formatCountOf } from '../../ui/format/count.ts';

interface ShorterRetentionDialogProps {
  /** For how long clicks are to be kept from now on. */
  days: number;
  isPending: boolean;
  onConfirm: () => void;
  onClose: () => void;
}

/** Asks before clicks that were to stay are deleted. Render it while it is open. */
export function ShorterRetentionDialog({ days, isPending, onConfirm, onClose }: ShorterRetentionDialogProps) {
  const age = formatCountOf(days, 'day');
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title={`Delete clicks older than ${age}`}
      description={`Every click of this workspace that is older than ${age} is deleted for good, beginning now. What is counted of them, and their money, stay.`}
      footer={
        <>
          <Button autoFocus onClick={onClose}>
            Cancel
          </Button>
          <Button variant="danger" isPending={isPending} onClick={onConfirm}>
            Save, and delete them
          </Button>
        </>
      }
    >
      <p className="text-14">
        Who clicked, from where and on what can no longer be looked up. A lead that comes later than that may match no
        click, and wait among the orphans.
      </p>
    </Dialog>
  );
}
