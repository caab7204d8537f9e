import type { BuyerEvent } from '@alyson/schema';
import { Button } from '../../ui/button.tsx';
import { TextLink } from '../../ui/link-button.tsx';
import { Table, Td, Th, Tr } from '../../ui/table.tsx';
import { Instant } from '../../ui/values/instant.tsx';
import { NotAvailable } from '../../ui/values/not-available.tsx';
import { EventAmount } from './event-amount.tsx';
import { KindTag } from './kind-tag.tsx';

interface OrphansTableProps {
  caption: string;
  events: readonly BuyerEvent[];
  onOpen: (event: BuyerEvent) => void;
}

/** Events without a click, with the key that should have found it. */
export function OrphansTable({ caption, events, onOpen }: OrphansTableProps) {
  return (
    <Table caption={caption} className="table-fixed min-w-240">
      <thead>
        <tr>
          <Th isSticky className="w-36">
            Event
          </Th>
          <Th className="w-44">Received</Th>
          <Th className="w-48">Buyer</Th>
          <Th>Key</Th>
          <Th isNumeric className="w-28">
            Amount
          </Th>
          <Th className="w-28">
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
            <Td className="truncate">
              <TextLink to="/buyers/$buyerId" params={{ buyerId: event.buyerId }} isBare>
                {event.buyerName}
              </TextLink>
            </Td>
            <Td className="truncate">
              <Key event={event} />
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

/** What should have led to a click: the utm_content, or the lead or sale it names. */
function Key({ event: { utmContent, refersTo, leadId } }: { event: BuyerEvent }) {
  const named = refersTo ?? leadId;
  if (utmContent) return <code className="font-mono text-12 text-muted">{utmContent}</code>;
  if (!named) return <NotAvailable because="It carries no key." />;
  return (
    <span className="text-muted">
      names <code className="font-mono text-12">{named}</code>
    </span>
  );
}
