import type { Member } from '@alyson/schema';
import { useState } from 'react';
import { ROLES } from '../../lib/role-words.ts';
import { Button } from '../../ui/button.tsx';
import { ChoiceCards } from '../../ui/choice-cards.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { wordsOf } from '../../ui/problem-state.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useChangeMember } from './queries.ts';

/** Gives a person another role. Render it while it is open. */
export function RoleDialog({ member, onClose }: { member: Member; onClose: () => void }) {
  const [role, setRole] = useState(member.role);
  const change = useChangeMember();
  const send = () =>
    change.mutate(
      { userId: member.userId, role },
      {
        onSuccess: () => {
          onClose();
          showToast(`${member.name} is ${role} now.`);
        },
      },
    );
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title={`Role of ${member.name}`}
      description="It holds from their next request on."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" isPending={change.isPending} onClick={role === member.role ? onClose : send}>
            Change role
          </Button>
        </>
      }
    >
      {change.error && (
        <Notice tone="negative" role="alert" className="mb-3">
          {wordsOf(change.error)}
        </Notice>
      )}
      <ChoiceCards legend="Role" value={role} onChange={setRole} options={ROLES} columns={1} />
    </Dialog>
  );
}
