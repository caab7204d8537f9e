import type { DeliveryAttempt, DeliveryDetails } from '@alyson/schema';
import { RotateCw } from 'lucide-react';
import { useRefusal } from '../../lib/me.ts';
import { Button } from '../../ui/button.tsx';
import { CodeBlock } from '../../ui/code-block.tsx';
import { Drawer } from '../../ui/drawer.tsx';
import { Notice } from '../../ui/notice.tsx';
import { wordsOf } from '../../ui/problem-state.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Instant } from '../../ui/values/instant.tsx';
import { useDelivery, useResendDelivery } from './queries.ts';
import { DELIVERY } from './words.ts';

/** One delivery: what is sent, and what was answered each time. */
export function DeliveryDrawer({ deliveryId, onClose }: { deliveryId: string; onClose: () => void }) {
  const query = useDelivery(deliveryId);
  return (
    <Drawer onClose={onClose} title="Delivery" description={deliveryId}>
      <QueryView query={query} what="the delivery" skeleton={<Skeleton className="h-40 w-full rounded-card" />}>
        {(delivery) => <Details delivery={delivery} />}
      </QueryView>
    </Drawer>
  );
}

function Details({ delivery }: { delivery: DeliveryDetails }) {
  const refusal = useRefusal('destination:admin');
  const resend = useResendDelivery();
  return (
    <div className="flex flex-col gap-5">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="text-14">
          <span className="font-medium">{DELIVERY[delivery.state]}</span>
          {delivery.nextAttemptAt && (
            <>
              , next try <Instant at={delivery.nextAttemptAt} />
            </>
          )}
          {delivery.detail && <span className="text-muted">. {delivery.detail}</span>}
        </p>
        {delivery.state !== 'cancelled' && (
          <Button
            size="sm"
            icon={RotateCw}
            refusal={refusal}
            isPending={resend.isPending}
            onClick={() => resend.mutate(delivery.id)}
          >
            Send again
          </Button>
        )}
      </div>
      {resend.error && (
        <Notice tone="negative" role="alert">
          {wordsOf(resend.error)}
        </Notice>
      )}
      {delivery.url && <Sent title="Address" code={delivery.url} />}
      {delivery.body && <Sent title="Body" code={delivery.body} />}
      <section>
        <h3 className="mb-1.5 text-13 font-medium">Attempts</h3>
        {delivery.log.length === 0 ? (
          <p className="text-13 text-muted">None yet.</p>
        ) : (
          <ol className="flex flex-col divide-y rounded-control border">
            {delivery.log.toReversed().map((attempt) => (
              <Attempt key={attempt.number} attempt={attempt} />
            ))}
          </ol>
        )}
      </section>
    </div>
  );
}

const Sent = ({ title, code }: { title: string; code: string }) => (
  <section className="min-w-0">
    <h3 className="mb-1.5 text-13 font-medium">{title}</h3>
    <CodeBlock code={code} copyLabel={`Copy ${title.toLowerCase()}`} />
  </section>
);

const Attempt = ({ attempt: { number, at, tookMs, status, fault, excerpt } }: { attempt: DeliveryAttempt }) => (
  <li className="px-3 py-2 text-13">
    <p className="flex flex-wrap justify-between gap-x-4">
      <span className={fault ? 'text-negative' : 'text-positive'}>
        {number}. {fault ?? `Taken with ${status}`}
      </span>
      <span className="text-muted">
        <Instant at={at} />, {tookMs} ms
      </span>
    </p>
    {excerpt && <p className="mt-0.5 font-mono text-12 text-muted [overflow-wrap:anywhere]">{excerpt}</p>}
  </li>
);
