import type { SegmentSource, SegmentSourceWithSecret } from '@alyson/schema';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { wordsOf } from '../../ui/problem-state.tsx';
import { useRotateSecret } from './queries.ts';

interface RotateSecretDialogProps {
  source: SegmentSource;
  onMade: (made: SegmentSourceWithSecret) => void;
  onClose: () => void;
}

/** Gives a source another secret. Render it while it is open. */
export function RotateSecretDialog({ source, onMade, onClose }: RotateSecretDialogProps) {
  const rotate = useRotateSecret();
  const send = () =>
    rotate.mutate(source.id, {
      onSuccess: (made) => {
        onClose();
        onMade(made);
      },
    });
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title={`New secret for ${source.name}`}
      description="The present secret still opens for 24 hours, so that nothing is lost until Segment has the new one."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" isPending={rotate.isPending} onClick={send}>
            Make a new secret
          </Button>
        </>
      }
    >
      {rotate.error && (
        <Notice tone="negative" role="alert">
          {wordsOf(rotate.error)}
        </Notice>
      )}
    </Dialog>
  );
}
