import type { Invite } from '@alyson/schema';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { LoadMore } from '../../ui/load-more.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { TableSkeleton } from '../../ui/skeleton.tsx';
import { showToast } from '../../ui/toast.tsx';
import { Instant } from '../../ui/values/instant.tsx';
import { useInvites, useRevokeInvite } from './queries.ts';

/** Who was invited and has not come yet. For admins. */
export function InvitesCard() {
  const invites = useInvites();
  return (
    <Card
      title="Open invites"
      note="Each link works once. A lost one cannot be shown again: invite anew."
      padding="flush"
    >
      <QueryView query={invites} what="the invites" skeleton={<TableSkeleton rows={1} columns={3} />}>
        {(items) =>
          items.length === 0 ? (
            <p className="p-4 text-14 text-muted">None.</p>
          ) : (
            <>
              <ul>
                {items.map((invite) => (
                  <InviteRow key={invite.id} invite={invite} />
                ))}
              </ul>
              <LoadMore {...invites} />
            </>
          )
        }
      </QueryView>
    </Card>
  );
}

function InviteRow({ invite: { id, email, role, invitedBy, expiresAt } }: { invite: Invite }) {
  const revoke = useRevokeInvite();
  const press = () =>
    revoke.mutate(id, {
      onSuccess: () => showToast(`The invite for ${email} is taken back.`),
      onError: (error) => showToast(`Not taken back: ${error.message}`, { tone: 'failed' }),
    });
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b px-4 py-3 last:border-b-0">
      <span className="min-w-0 flex-1 basis-52">
        <span className="block text-14 font-medium [overflow-wrap:anywhere]">{email}</span>
        <span className="block text-13 text-muted">
          As {role}, by {invitedBy}. Ends <Instant at={expiresAt} />.
        </span>
      </span>
      <Button size="sm" variant="quiet" isPending={revoke.isPending} onClick={press}>
        Take back
        <span className="sr-only"> the invite for {email}</span>
      </Button>
    </li>
  );
}
