import type { Member } from '@alyson/schema';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { wordsOf } from '../../ui/problem-state.tsx';
import { ShownOnce } from '../../ui/shown-once.tsx';
import { Instant } from '../../ui/values/instant.tsx';
import { useCreatePasswordReset } from './queries.ts';

/** Makes a link with which a person sets a new password. Render it while it is open. */
export function ResetPasswordDialog({ member, onClose }: { member: Member; onClose: () => void }) {
  const create = useCreatePasswordReset();
  const { data: link } = create;
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      isDismissible={!link}
      title={`Reset the password of ${member.name}`}
      description={
        link
          ? 'Send it to them over a channel you trust.'
          : 'You get a link for them that works once. Their old password holds until they use it; then all their sessions end.'
      }
      footer={
        link ? (
          <Button variant="primary" onClick={onClose}>
            I have copied the link
          </Button>
        ) : (
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button variant="primary" isPending={create.isPending} onClick={() => create.mutate(member.userId)}>
              Make the link
            </Button>
          </>
        )
      }
    >
      {create.error && (
        <Notice tone="negative" role="alert">
          {wordsOf(create.error)}
        </Notice>
      )}
      {link && (
        <>
          <ShownOnce label="Reset link" code={link.url}>
            {`It is shown this once. Whoever opens it first is ${member.name} from then on.`}
          </ShownOnce>
          <p className="mt-3 text-13 text-muted">
            It ends <Instant at={link.expiresAt} />. Making another ends this one.
          </p>
        </>
      )}
    </Dialog>
  );
}
