import type { SegmentCall, SegmentCallOutcome, SegmentSource } from '@alyson/schema';
import { useState } from 'react';
import { LoadMore } from '../../ui/load-more.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { TableSkeleton } from '../../ui/skeleton.tsx';
import { Table, Td, Th, Tr } from '../../ui/table.tsx';
import { Count } from '../../ui/values/count.tsx';
import { Instant } from '../../ui/values/instant.tsx';
import { useCalls } from './queries.ts';

const OUTCOME: Readonly<Record<SegmentCallOutcome, { label: string; meaning: string }>> = {
  stored: { label: 'Stored', meaning: 'It is read in a moment.' },
  read: { label: 'Read', meaning: 'What it means is counted.' },
  unreadable: { label: 'Unreadable', meaning: 'It holds no events.' },
  rejected: { label: 'Rejected', meaning: 'Its signature does not match.' },
};

/** Every request of Segment's to a source as it came, and what became of it. */
export function CallsTable({ source }: { source: SegmentSource }) {
  const [show, setShow] = useState<'all' | 'faults'>('all');
  const query = useCalls(source.id, show);
  return (
    <div className="flex flex-col gap-2">
      <Segmented
        label="Deliveries shown"
        size="sm"
        value={show}
        onChange={setShow}
        options={[
          { value: 'all', label: 'All' },
          { value: 'faults', label: 'Faults' },
        ]}
      />
      <QueryView query={query} what="the deliveries" skeleton={<TableSkeleton rows={4} />}>
        {(calls) =>
          calls.length === 0 ? (
            <p className="py-3 text-14 text-muted">
              {show === 'faults' ? 'No fault in the last 7 days.' : 'No delivery in the last 7 days.'}
            </p>
          ) : (
            <div className="overflow-clip rounded-control border">
              <Rows calls={calls} name={source.name} />
              <LoadMore {...query} />
            </div>
          )
        }
      </QueryView>
    </div>
  );
}

const Rows = ({ calls, name }: { calls: readonly SegmentCall[]; name: string }) => (
  <Table caption={`Deliveries to ${name}`} isDense>
    <thead>
      <tr>
        <Th isSticky>Outcome</Th>
        <Th>Received</Th>
        <Th isNumeric>Events</Th>
        <Th isNumeric>Steps</Th>
        <Th isNumeric>Repeats</Th>
        <Th isNumeric>Without utm_content</Th>
        <Th>Why</Th>
      </tr>
    </thead>
    <tbody>
      {calls.map((call) => (
        <Tr key={call.id}>
          <Td isSticky>{OUTCOME[call.outcome].label}</Td>
          <Td className="text-muted">
            <Instant at={call.receivedAt} />
          </Td>
          <Td isNumeric>
            <Count value={call.messages} />
          </Td>
          <Td isNumeric>
            <Count value={call.steps} />
          </Td>
          <Td isNumeric>
            <Count value={call.duplicates} />
          </Td>
          <Td isNumeric>
            <Count value={call.withoutKey} />
          </Td>
          <Td className="min-w-64 text-muted [overflow-wrap:anywhere]">
            {call.detail ?? OUTCOME[call.outcome].meaning}
          </Td>
        </Tr>
      ))}
    </tbody>
  </Table>
);
