import type { Subscription } from '@alyson/schema';
import { getRouteApi } from '@tanstack/react-router';
import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { useIdempotencyKey } from '../../lib/idempotency-key.ts';
import { useRefusal } from '../../lib/me.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { wordsOf } from '../../ui/problem-state.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { showToast } from '../../ui/toast.tsx';
import { Instant } from '../../ui/values/instant.tsx';
import { DeliveriesCard } from './deliveries-card.tsx';
import { DestinationActions } from './destination-actions.tsx';
import { DestinationHealth } from './destination-health.tsx';
import { useChangeSubscription, useRemoveSubscription, useRotateSecret, useSubscription } from './queries.ts';
import { SecretDialog } from './secret-dialog.tsx';
import { SubscriptionDialog } from './subscription-dialog.tsx';
import { TOPIC } from './words.ts';

const route = getRouteApi('/signed-in/subscriptions/$subscriptionId');

/** How long the old secret goes on signing. */
const OVERLAP_HOURS = 24;

/** One webhook: what it hears, its secret, how it is doing, and all that it was told. */
export function WebhookPage() {
  const { subscriptionId } = route.useParams();
  const query = useSubscription(subscriptionId);
  return (
    <QueryView query={query} what="the webhook" skeleton={<Skeleton className="h-40 w-full rounded-card" />}>
      {(subscription) => <Shown subscription={subscription} />}
    </QueryView>
  );
}

function Shown({ subscription }: { subscription: Subscription }) {
  const { state } = route.useSearch();
  const navigate = route.useNavigate();
  const change = useChangeSubscription(subscription.id);
  const remove = useRemoveSubscription(subscription.id);
  const [isEditing, setIsEditing] = useState(false);
  return (
    <>
      <PageHeader
        title={subscription.name}
        parent={{ label: 'Webhooks', to: '/subscriptions' }}
        facts={
          <span className="flex flex-col gap-1">
            <span>{subscription.topics.map((topic) => TOPIC[topic]).join(', ')}</span>
            <code className="font-mono text-12 [overflow-wrap:anywhere]">POST {subscription.url}</code>
            <DestinationHealth health={subscription} />
          </span>
        }
        actions={
          <DestinationActions
            name={subscription.name}
            state={subscription.state}
            isPending={change.isPending || remove.isPending}
            error={remove.error}
            onEdit={() => setIsEditing(true)}
            onTurn={(next) =>
              change.mutate(
                { body: { state: next }, ifMatch: subscription.version },
                { onError: (error) => showToast(wordsOf(error)) },
              )
            }
            onRemove={() =>
              remove.mutate(subscription.version, { onSuccess: () => void navigate({ to: '/subscriptions' }) })
            }
          />
        }
      />
      <div className="flex flex-col gap-5">
        <SecretCard subscription={subscription} />
        <DeliveriesCard
          destination={subscription}
          state={state}
          onFilter={(next) => void navigate({ search: { state: next }, replace: true, resetScroll: false })}
        />
      </div>
      {isEditing && <SubscriptionDialog subscription={subscription} onClose={() => setIsEditing(false)} />}
    </>
  );
}

function SecretCard({ subscription: { id, name, version, secrets } }: { subscription: Subscription }) {
  const refusal = useRefusal('destination:admin');
  const rotate = useRotateSecret(id);
  const keyOf = useIdempotencyKey<number>();
  const ending = secrets.find(({ endsAt }) => endsAt !== null);
  return (
    <Card
      title="Signing secret"
      note={`Every message carries a signature by it. After a rotation the old one signs beside the new one for ${OVERLAP_HOURS} hours.`}
      actions={
        <Button
          size="sm"
          icon={KeyRound}
          refusal={refusal}
          isPending={rotate.isPending}
          onClick={() =>
            rotate.mutate(
              { overlapHours: OVERLAP_HOURS, idempotencyKey: keyOf(version) },
              { onError: (error) => showToast(wordsOf(error)) },
            )
          }
        >
          Rotate secret
        </Button>
      }
    >
      <p className="text-14 text-muted">
        {secrets[0] && (
          <>
            In force since <Instant at={secrets[0].createdAt} />.
          </>
        )}
        {ending?.endsAt && (
          <>
            {' '}
            The one before ends <Instant at={ending.endsAt} />.
          </>
        )}
      </p>
      {rotate.data && (
        <SecretDialog title={`${name} has a new secret`} secret={rotate.data.secret} onClose={() => rotate.reset()} />
      )}
    </Card>
  );
}
