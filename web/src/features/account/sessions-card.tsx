import type { Session } from '@alyson/schema';
import { useQuery } from '@tanstack/react-query';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { TableSkeleton } from '../../ui/skeleton.tsx';
import { showToast } from '../../ui/toast.tsx';
import { Instant } from '../../ui/values/instant.tsx';
import { deviceText } from './device-text.ts';
import { sessionsQuery, useEndSession, useEndSessions } from './queries.ts';

/** Where the person is signed in. */
export function SessionsCard() {
  const sessions = useQuery(sessionsQuery);
  const endAll = useEndSessions();
  const signOutEverywhere = () =>
    endAll.mutate(undefined, {
      onSuccess: () => location.assign('/sign-in'),
      onError: (error) => showToast(`Not signed out: ${error.message}`, { tone: 'failed' }),
    });
  return (
    <Card
      title="Where you are signed in"
      note="End what you do not know, then change your password."
      padding="flush"
      actions={
        <Button size="sm" isPending={endAll.isPending} onClick={signOutEverywhere}>
          Sign out everywhere
        </Button>
      }
    >
      <QueryView query={sessions} what="your sessions" skeleton={<TableSkeleton rows={2} columns={3} />}>
        {(items) => (
          <ul>
            {items.map((session) => (
              <SessionRow key={session.id} session={session} />
            ))}
          </ul>
        )}
      </QueryView>
    </Card>
  );
}

function SessionRow({ session: { id, isCurrent, userAgent, address, createdAt } }: { session: Session }) {
  const end = useEndSession();
  const device = deviceText(userAgent);
  const press = () =>
    end.mutate(id, { onError: (error) => showToast(`Not ended: ${error.message}`, { tone: 'failed' }) });
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b px-4 py-3 last:border-b-0">
      <span className="min-w-0 flex-1 basis-52">
        <span className="block text-14 font-medium" title={userAgent ?? undefined}>
          {device}
        </span>
        <span className="block text-13 text-muted">
          Since <Instant at={createdAt} />
          {address && `, from ${address}`}
        </span>
      </span>
      {isCurrent ? (
        <span className="text-13 text-muted">This one</span>
      ) : (
        <Button size="sm" variant="quiet" isPending={end.isPending} onClick={press}>
          End
          <span className="sr-only"> the session on {device}</span>
        </Button>
      )}
    </li>
  );
}
