import type { Delivery, DeliveryState, Postback } from '@alyson/schema';
import { Inbox, RotateCw, SearchX, Send } from 'lucide-react';
import { useState } from 'react';
import { useRefusal } from '../../lib/me.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { formatCountOf } from '../../ui/format/count.ts';
import { LoadMore } from '../../ui/load-more.tsx';
import { wordsOf } from '../../ui/problem-state.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { TableSkeleton } from '../../ui/skeleton.tsx';
import { Table, Td, Th, Tr } from '../../ui/table.tsx';
import { showToast } from '../../ui/toast.tsx';
import { Count } from '../../ui/values/count.tsx';
import { Instant } from '../../ui/values/instant.tsx';
import { DeliveryDrawer } from './delivery-drawer.tsx';
import { useDeliveries, useResendGivenUp, useTestDestination } from './queries.ts';
import { DELIVERY, TOPIC } from './words.ts';

const FILTERS: readonly { value: DeliveryState | undefined; label: string }[] = [
  { value: undefined, label: 'All' },
  { value: 'waiting', label: DELIVERY.waiting },
  { value: 'delivered', label: DELIVERY.delivered },
  { value: 'given_up', label: DELIVERY.given_up },
  { value: 'cancelled', label: DELIVERY.cancelled },
];

interface DeliveriesCardProps {
  destination: Pick<Postback, 'id' | 'state' | 'givenUp'>;
  state: DeliveryState | undefined;
  onFilter: (state: DeliveryState | undefined) => void;
}

/** All that a destination was told, or is to be; each opens its log. */
export function DeliveriesCard({ destination, state, onFilter }: DeliveriesCardProps) {
  const query = useDeliveries(destination.id, state);
  const [openId, setOpenId] = useState<string | null>(null);
  return (
    <Card
      padding="flush"
      title="Deliveries"
      note="Newest first. Each is tried for three days."
      actions={
        <>
          <Segmented label="State" value={state} onChange={onFilter} options={FILTERS} />
          <Actions destination={destination} onSent={setOpenId} />
        </>
      }
    >
      <QueryView query={query} what="the deliveries" skeleton={<TableSkeleton rows={6} columns={5} />}>
        {(deliveries) =>
          deliveries.length === 0 ? (
            <Nothing isFiltered={state !== undefined} onClear={() => onFilter(undefined)} />
          ) : (
            <>
              <DeliveriesTable deliveries={deliveries} onOpen={setOpenId} />
              <LoadMore {...query} />
            </>
          )
        }
      </QueryView>
      {openId && <DeliveryDrawer deliveryId={openId} onClose={() => setOpenId(null)} />}
    </Card>
  );
}

function Actions({
  destination: { id, state, givenUp },
  onSent,
}: {
  destination: DeliveriesCardProps['destination'];
  onSent: (deliveryId: string) => void;
}) {
  const mayNot = useRefusal('destination:admin');
  const refusal = mayNot ?? (state === 'on' ? null : 'Turn it on first.');
  const test = useTestDestination(id);
  const resend = useResendGivenUp(id);
  const tellFailure = (error: Error) => showToast(wordsOf(error));
  return (
    <>
      {givenUp > 0 && (
        <Button
          size="sm"
          icon={RotateCw}
          refusal={refusal}
          isPending={resend.isPending}
          onClick={() =>
            resend.mutate(undefined, {
              onSuccess: ({ deliveries }) =>
                showToast(`${formatCountOf(deliveries, 'delivery', 'deliveries')} sent again.`),
              onError: tellFailure,
            })
          }
        >
          Send given up again
        </Button>
      )}
      <Button
        size="sm"
        icon={Send}
        refusal={refusal}
        isPending={test.isPending}
        onClick={() => test.mutate(undefined, { onSuccess: (sent) => onSent(sent.id), onError: tellFailure })}
      >
        Send a test
      </Button>
    </>
  );
}

function DeliveriesTable({ deliveries, onOpen }: { deliveries: readonly Delivery[]; onOpen: (id: string) => void }) {
  return (
    <Table caption="Deliveries and what became of them">
      <thead>
        <tr>
          <Th isSticky>State</Th>
          <Th>Since</Th>
          <Th>Tells of</Th>
          <Th isNumeric>Attempts</Th>
          <Th>What happened</Th>
          <Th>
            <span className="sr-only">Actions</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {deliveries.map((delivery) => (
          <Tr key={delivery.id}>
            <Td isSticky className="whitespace-nowrap font-medium">
              {DELIVERY[delivery.state]}
            </Td>
            <Td className="whitespace-nowrap text-muted">
              <Instant at={delivery.createdAt} />
            </Td>
            <Td className="text-muted">{delivery.topic === 'test' ? 'A test' : TOPIC[delivery.topic]}</Td>
            <Td isNumeric>
              <Count value={delivery.attempts} />
            </Td>
            <Td className="min-w-56 text-muted">
              {delivery.detail ?? (delivery.lastStatus === null ? '' : `It answered ${delivery.lastStatus}.`)}
              {delivery.nextAttemptAt && delivery.attempts > 0 && (
                <>
                  {' '}
                  Next try <Instant at={delivery.nextAttemptAt} />.
                </>
              )}
            </Td>
            <Td className="text-right">
              <Button size="sm" variant="quiet" onClick={() => onOpen(delivery.id)}>
                See log
              </Button>
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}

function Nothing({ isFiltered, onClear }: { isFiltered: boolean; onClear: () => void }) {
  return isFiltered ? (
    <EmptyState icon={SearchX} title="No deliveries match" action={<Button onClick={onClear}>Clear filter</Button>}>
      None is in this state.
    </EmptyState>
  ) : (
    <EmptyState icon={Inbox} title="Nothing was sent yet">
      What counts from now on is told here. Send a test to see whether it arrives.
    </EmptyState>
  );
}
