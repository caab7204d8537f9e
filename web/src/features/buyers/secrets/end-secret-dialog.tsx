import type { BuyerSecret } from '@alyson/schema';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { wordsOf } from '../../../ui/problem-state.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { useEndSecret } from './queries.ts';
import { describeScheme } from './secret-words.ts';

interface EndSecretDialogProps {
  secret: BuyerSecret;
  /** Whether no other one counts. */
  isLast: boolean;
  onClose: () => void;
}

/** Ends a secret now. Render it while it is open. */
export function EndSecretDialog({ secret, isLast, onClose }: EndSecretDialogProps) {
  const end = useEndSecret(secret);
  const send = () =>
    end.mutate(undefined, {
      onSuccess: () => {
        onClose();
        showToast('It has ended.');
      },
    });
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title="End the secret"
      description={`${describeScheme(secret.scheme)}. Calls that bear it are rejected from now on.`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="danger" isPending={end.isPending} onClick={send}>
            End it now
          </Button>
        </>
      }
    >
      {end.error && (
        <Notice tone="negative" role="alert">
          {wordsOf(end.error)}
        </Notice>
      )}
      {isLast && (
        <Notice tone="warning">
          The buyer has no other: until it is given one, every one of its reports is rejected.
        </Notice>
      )}
    </Dialog>
  );
}
