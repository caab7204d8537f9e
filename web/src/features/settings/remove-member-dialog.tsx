import type { Member } from '@alyson/schema';
import { useId, useState } from 'react';
import { useMe } from '../../lib/me.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { formatCountOf } from '../../ui/format/count.ts';
import { Notice } from '../../ui/notice.tsx';
import { wordsOf } from '../../ui/problem-state.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useRemoveMember } from './queries.ts';

/** Takes a person out of the workspace. Render it while it is open. */
export function RemoveMemberDialog({ member, onClose }: { member: Member; onClose: () => void }) {
  const { workspace } = useMe();
  const remove = useRemoveMember();
  const id = useId();
  const [revokeTokens, setRevokeTokens] = useState(member.apiTokens > 0);
  const send = () =>
    remove.mutate(
      { userId: member.userId, revokeTokens },
      {
        onSuccess: () => {
          onClose();
          showToast(`${member.name} is out of ${workspace.name}.`);
        },
      },
    );
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title={`Remove ${member.name}`}
      description={`They lose ${workspace.name} at once, wherever they are signed in. What they did stays in Activity.`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="danger" isPending={remove.isPending} onClick={send}>
            Remove {member.name}
          </Button>
        </>
      }
    >
      {remove.error && (
        <Notice tone="negative" role="alert" className="mb-3">
          {wordsOf(remove.error)}
        </Notice>
      )}
      {member.apiTokens > 0 && (
        <label htmlFor={id} className="flex items-start gap-2.5 text-14">
          <input
            id={id}
            type="checkbox"
            checked={revokeTokens}
            onChange={(event) => setRevokeTokens(event.target.checked)}
            className="mt-0.5 size-4 shrink-0 accent-ink"
          />
          <span>
            Revoke {formatCountOf(member.apiTokens, 'API token')} that they made
            <span className="block text-13 text-muted">
              Programs that use them stop. Left in force, whoever knows them keeps their access.
            </span>
          </span>
        </label>
      )}
    </Dialog>
  );
}
