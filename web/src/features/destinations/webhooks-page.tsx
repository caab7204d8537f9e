import type { Subscription } from '@alyson/schema';
import { Plus, Webhook } from 'lucide-react';
import { useState } from 'react';
import { useRefusal } from '../../lib/me.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { TextLink } from '../../ui/link-button.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { TableSkeleton } from '../../ui/skeleton.tsx';
import { Table, Td, Th, Tr } from '../../ui/table.tsx';
import { Count } from '../../ui/values/count.tsx';
import { DestinationHealth } from './destination-health.tsx';
import { useSubscriptions } from './queries.ts';
import { SubscriptionDialog } from './subscription-dialog.tsx';
import { TOPIC } from './words.ts';

/** The workspace's own systems that hear of things. */
export function WebhooksPage() {
  const query = useSubscriptions();
  const refusal = useRefusal('destination:admin');
  const [isAdding, setIsAdding] = useState(false);
  const addButton = (
    <Button variant="primary" icon={Plus} refusal={refusal} onClick={() => setIsAdding(true)}>
      Add webhook
    </Button>
  );
  return (
    <>
      <PageHeader
        title="Webhooks"
        facts="Your own systems are told of things as they come about, signed."
        actions={addButton}
      />
      <Card padding="flush">
        <QueryView query={query} what="the webhooks" skeleton={<TableSkeleton rows={4} />}>
          {({ items }) =>
            items.length === 0 ? (
              <EmptyState icon={Webhook} title="No webhooks yet" action={addButton}>
                Add one to hear in your own systems of leads, releases, grading runs and what needs attention.
              </EmptyState>
            ) : (
              <SubscriptionsTable subscriptions={items} />
            )
          }
        </QueryView>
      </Card>
      {isAdding && <SubscriptionDialog onClose={() => setIsAdding(false)} />}
    </>
  );
}

function SubscriptionsTable({ subscriptions }: { subscriptions: readonly Subscription[] }) {
  return (
    <Table caption="Webhooks and how they are doing">
      <thead>
        <tr>
          <Th isSticky>Webhook</Th>
          <Th>Hears</Th>
          <Th>State</Th>
          <Th isNumeric>Waiting</Th>
          <Th isNumeric>Given up</Th>
        </tr>
      </thead>
      <tbody>
        {subscriptions.map((subscription) => (
          <Tr key={subscription.id}>
            <Td isSticky className="max-w-44 sm:max-w-72">
              <TextLink
                to="/subscriptions/$subscriptionId"
                params={{ subscriptionId: subscription.id }}
                isBare
                className="block truncate font-medium"
                title={subscription.name}
              >
                {subscription.name}
              </TextLink>
              <span className="block truncate font-mono text-12 text-muted">{subscription.url}</span>
            </Td>
            <Td className="min-w-48 text-muted">{subscription.topics.map((topic) => TOPIC[topic]).join(', ')}</Td>
            <Td className="min-w-40">
              <DestinationHealth health={subscription} />
            </Td>
            <Td isNumeric>
              <Count value={subscription.waiting} />
            </Td>
            <Td isNumeric>
              <Count value={subscription.givenUp} />
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}
