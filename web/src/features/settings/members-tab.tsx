import type { Member } from '@alyson/schema';
import { UserPlus, Users } from 'lucide-react';
import { useState } from 'react';
import { useMe, useRefusal } from '../../lib/me.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { LoadMore } from '../../ui/load-more.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { TableSkeleton } from '../../ui/skeleton.tsx';
import { Table, Td, Th, Tr } from '../../ui/table.tsx';
import { Instant } from '../../ui/values/instant.tsx';
import { InviteDialog } from './invite-dialog.tsx';
import { InvitesCard } from './invites-card.tsx';
import { MemberMenu } from './member-menu.tsx';
import { useMembers } from './queries.ts';

/** People of the workspace, and those who were invited. */
export function MembersTab() {
  const members = useMembers();
  const refusal = useRefusal('member:admin');
  const [isInviting, setIsInviting] = useState(false);
  return (
    <div className="flex flex-col gap-4">
      <Card
        title="Members"
        note="A role holds in this workspace, from a person's next request on."
        padding="flush"
        actions={
          <Button variant="primary" size="sm" icon={UserPlus} refusal={refusal} onClick={() => setIsInviting(true)}>
            Invite
          </Button>
        }
      >
        <QueryView query={members} what="the members" skeleton={<TableSkeleton rows={3} />}>
          {(items) =>
            items.length === 0 ? (
              <EmptyState icon={Users} title="Nobody yet">
                Programs work here by their tokens alone. Invite the first person.
              </EmptyState>
            ) : (
              <>
                <MembersTable members={items} refusal={refusal} />
                <LoadMore {...members} />
              </>
            )
          }
        </QueryView>
      </Card>
      {refusal === null && <InvitesCard />}
      {isInviting && <InviteDialog onClose={() => setIsInviting(false)} />}
    </div>
  );
}

function MembersTable({ members, refusal }: { members: readonly Member[]; refusal: string | null }) {
  const { actor } = useMe();
  return (
    <Table caption="Members">
      <thead>
        <tr>
          <Th isSticky>Person</Th>
          <Th>Role</Th>
          <Th>Last seen</Th>
          <Th>Joined</Th>
          <Th>
            <span className="sr-only">Actions</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {members.map((member) => (
          <Tr key={member.userId}>
            <Td isSticky className="max-w-44 sm:max-w-72">
              <span className="block truncate font-medium">
                {member.name}
                {member.userId === actor.id && <span className="font-normal text-muted"> (you)</span>}
              </span>
              <span className="block truncate text-13 text-muted">{member.email}</span>
            </Td>
            <Td className="capitalize">{member.role}</Td>
            <Td className="whitespace-nowrap text-muted">
              {member.lastSeenAt ? <Instant at={member.lastSeenAt} /> : 'not yet'}
            </Td>
            <Td className="whitespace-nowrap text-muted">
              <Instant at={member.joinedAt} />
            </Td>
            <Td className="text-right">
              <MemberMenu member={member} refusal={refusal} />
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}
