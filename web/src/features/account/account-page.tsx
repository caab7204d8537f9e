import { useQuery } from '@tanstack/react-query';
import { useMe } from '../../lib/me.ts';
import { Card } from '../../ui/card.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { TableSkeleton } from '../../ui/skeleton.tsx';
import { PasswordForm } from './password-form.tsx';
import { accountQuery } from './queries.ts';
import { SessionsCard } from './sessions-card.tsx';

/** The own account: the password, and where one is signed in. */
export function AccountPage() {
  const { actor } = useMe();
  const account = useQuery(accountQuery);
  return (
    <>
      <PageHeader title="Your account" facts={[actor.name, actor.email].filter(Boolean).join(', ')} />
      <div className="flex flex-col gap-4">
        <Card title="Password" note="Changing it ends your sessions everywhere but here.">
          <QueryView query={account} what="your account" skeleton={<TableSkeleton rows={2} columns={2} />}>
            {({ hasPassword, email }) =>
              hasPassword ? (
                <PasswordForm email={email} />
              ) : (
                <p className="text-14 text-muted">You have none: you sign in through the identity provider.</p>
              )
            }
          </QueryView>
        </Card>
        <SessionsCard />
      </div>
    </>
  );
}
