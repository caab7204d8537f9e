import type { Postback } from '@alyson/schema';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { PageHeader } from '../../ui/page-header.tsx';
import { wordsOf } from '../../ui/problem-state.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { showToast } from '../../ui/toast.tsx';
import { DeliveriesCard } from './deliveries-card.tsx';
import { DestinationActions } from './destination-actions.tsx';
import { DestinationHealth } from './destination-health.tsx';
import { PostbackDialog } from './postback-dialog.tsx';
import { useChangePostback, usePostback, useRemovePostback } from './queries.ts';
import { audienceOf } from './words.ts';

const route = getRouteApi('/signed-in/postbacks/$postbackId');

/** One postback: what it tells of, how it is doing, and all that it was told. */
export function PostbackPage() {
  const { postbackId } = route.useParams();
  const query = usePostback(postbackId);
  return (
    <QueryView query={query} what="the postback" skeleton={<Skeleton className="h-40 w-full rounded-card" />}>
      {(postback) => <Shown postback={postback} />}
    </QueryView>
  );
}

function Shown({ postback }: { postback: Postback }) {
  const { state } = route.useSearch();
  const navigate = route.useNavigate();
  const change = useChangePostback(postback.id);
  const remove = useRemovePostback(postback.id);
  const [isEditing, setIsEditing] = useState(false);
  return (
    <>
      <PageHeader
        title={postback.name}
        parent={{ label: 'Postbacks', to: '/postbacks' }}
        facts={
          <span className="flex flex-col gap-1">
            <span>{audienceOf(postback)}</span>
            <code className="font-mono text-12 [overflow-wrap:anywhere]">
              {postback.method} {postback.url}
            </code>
            <DestinationHealth health={postback} />
          </span>
        }
        actions={
          <DestinationActions
            name={postback.name}
            state={postback.state}
            isPending={change.isPending || remove.isPending}
            error={remove.error}
            onEdit={() => setIsEditing(true)}
            onTurn={(next) =>
              change.mutate(
                { body: { state: next }, ifMatch: postback.version },
                { onError: (error) => showToast(wordsOf(error)) },
              )
            }
            onRemove={() => remove.mutate(postback.version, { onSuccess: () => void navigate({ to: '/postbacks' }) })}
          />
        }
      />
      <DeliveriesCard
        destination={postback}
        state={state}
        onFilter={(next) => void navigate({ search: { state: next }, replace: true, resetScroll: false })}
      />
      {isEditing && <PostbackDialog postback={postback} onClose={() => setIsEditing(false)} />}
    </>
  );
}
