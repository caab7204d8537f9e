import type { BuyerEvent } from '@alyson/schema';
import { Link2, Unlink } from 'lucide-react';
import { AgentChip } from '../../ui/agent-chip.tsx';
import { Button } from '../../ui/button.tsx';
import { TextLink } from '../../ui/link-button.tsx';
import { Table, Td, Th, Tr } from '../../ui/table.tsx';
import { Tooltip } from '../../ui/tooltip.tsx';
import { Duration, Instant } from '../../ui/values/instant.tsx';
import { NotAvailable } from '../../ui/values/not-available.tsx';
import { EventAmount } from './event-amount.tsx';
import { KindTag } from './kind-tag.tsx';
import { CAUSE_TEXT } from './words.ts';

interface EventsTableProps {
  events: readonly BuyerEvent[];
  onOpen: (event: BuyerEvent) => void;
}

/** What buyers reported, one row per event. */
export function EventsTable({ events, onOpen }: EventsTableProps) {
  return (
    <Table caption="Leads and revenue">
      <thead>
        <tr>
          <Th isSticky>Event</Th>
          <Th>Received</Th>
          <Th>Buyer</Th>
          <Th>Experiment</Th>
          <Th>Click</Th>
          <Th isNumeric>Delay</Th>
          <Th isNumeric>Amount</Th>
          <Th>
            <span className="sr-only">Details</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {events.map((event) => (
          <Tr key={event.id}>
            <Td isSticky>
              <KindTag kind={event.kind} />
            </Td>
            <Td className="text-muted">
              <Instant at={event.receivedAt} />
            </Td>
            <Td className="max-w-48 truncate">
              <TextLink to="/buyers/$buyerId" params={{ buyerId: event.buyerId }} isBare>
                {event.buyerName}
              </TextLink>
            </Td>
            <Td className="max-w-64">
              <Destination event={event} />
            </Td>
            <Td>
              <Join event={event} />
            </Td>
            <Td isNumeric>
              <Delay event={event} />
            </Td>
            <Td isNumeric>
              <EventAmount {...event} />
            </Td>
            <Td className="text-right">
              <Button
                size="sm"
                variant="quiet"
                aria-label={`Journey of ${event.kind} ${event.eventId}`}
                onClick={() => onOpen(event)}
              >
                Journey
              </Button>
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}

/** From the click to the event, by the buyer's own time. */
export const delayOf = (clickedAt: string, { occurredAt }: Pick<BuyerEvent, 'occurredAt'>): number =>
  Date.parse(occurredAt) - Date.parse(clickedAt);

function Delay({ event }: { event: BuyerEvent }) {
  if (!event.clickedAt) return <NotAvailable because="It has no click." />;
  const delay = delayOf(event.clickedAt, event);
  return delay < 0 ? <NotAvailable because="It came before its click." /> : <Duration ms={delay} />;
}

function Destination({ event: { experimentId, experimentName, agentLetter } }: { event: BuyerEvent }) {
  if (!experimentId) return <NotAvailable because="It has no click, so no experiment has it." />;
  return (
    <span className="flex min-w-0 items-center gap-2">
      {agentLetter && <AgentChip letter={agentLetter} />}
      <TextLink to="/experiments/$experimentId" params={{ experimentId }} isBare className="truncate">
        {experimentName ?? experimentId}
      </TextLink>
    </span>
  );
}

function Join({ event: { clickedAt, orphanCause } }: { event: BuyerEvent }) {
  if (clickedAt) {
    return (
      <span className="inline-flex items-center gap-1.5 align-middle text-muted">
        <Link2 aria-hidden="true" className="size-4 text-positive" strokeWidth={1.75} />
        <Instant at={clickedAt} />
      </span>
    );
  }
  const cause = orphanCause && CAUSE_TEXT[orphanCause];
  return (
    <Tooltip text={cause?.meaning ?? 'No click has been found for it yet.'}>
      <span className="inline-flex items-center gap-1.5 align-middle whitespace-nowrap text-warning">
        <Unlink aria-hidden="true" className="size-4" strokeWidth={1.75} />
        {cause?.title ?? 'Orphan'}
      </span>
    </Tooltip>
  );
}
