import type { Workspace } from '@alyson/schema';
import { useRefusal } from '../../lib/me.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Notice } from '../../ui/notice.tsx';
import { wordsOf } from '../../ui/problem-state.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useChangeWorkspace } from './queries.ts';

/** Whether a second person must approve what alters where a live experiment's clicks go. */
export function ApprovalCard({ workspace: { needsApproval, version } }: { workspace: Workspace }) {
  const change = useChangeWorkspace();
  const refusal = useRefusal('workspace:admin');
  const press = () =>
    change.mutate(
      { needsApproval: !needsApproval, version },
      { onSuccess: () => showToast(needsApproval ? 'Changes are made at once.' : 'Changes wait for a second person.') },
    );
  return (
    <Card
      title="Approval by a second person"
      note="For changes of a live experiment's split, rules, agents and links. Pausing, holding, turning an agent off and undoing the newest release never wait; neither does the optimizer."
      actions={
        <Button refusal={refusal} isPending={change.isPending} onClick={press}>
          {needsApproval ? 'Ask for it no more' : 'Ask for approval'}
        </Button>
      }
    >
      {change.error && (
        <Notice tone="negative" role="alert" className="mb-3">
          Not changed: {wordsOf(change.error)}
        </Notice>
      )}
      <p className="text-14" role="status">
        {needsApproval
          ? 'On: such a change waits under Approvals until another editor or admin approves it.'
          : 'Off: editors and admins change live experiments at once.'}
      </p>
    </Card>
  );
}
