import type { SegmentSource } from '@alyson/schema';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { wordsOf } from '../../ui/problem-state.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useRemoveSource } from './queries.ts';

/** Closes a source's address. Render it while it is open. */
export function RemoveSourceDialog({ source, onClose }: { source: SegmentSource; onClose: () => void }) {
  const remove = useRemoveSource();
  const send = () =>
    remove.mutate(source.id, {
      onSuccess: () => {
        onClose();
        showToast(`${source.name} is removed.`);
      },
    });
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title={`Remove ${source.name}`}
      description="Its address answers nobody any more, for good. What it brought stays in every funnel."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="danger" isPending={remove.isPending} onClick={send}>
            Remove {source.name}
          </Button>
        </>
      }
    >
      {remove.error && (
        <Notice tone="negative" role="alert">
          {wordsOf(remove.error)}
        </Notice>
      )}
    </Dialog>
  );
}
