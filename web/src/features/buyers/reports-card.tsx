import type { Buyer, BuyerReport, ReportOutcome } from '@alyson/schema';
import { Inbox, SearchX } from 'lucide-react';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { useHeldRows } from '../../ui/held-rows.ts';
import { LoadMore } from '../../ui/load-more.tsx';
import { NewRowsButton } from '../../ui/new-rows-button.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { TableSkeleton } from '../../ui/skeleton.tsx';
import { Table, Td, Th, Tr } from '../../ui/table.tsx';
import { Count } from '../../ui/values/count.tsx';
import { Instant } from '../../ui/values/instant.tsx';
import { NotAvailable } from '../../ui/values/not-available.tsx';
import { OUTCOME, OutcomeTag } from './outcome-tag.tsx';
import { useReports } from './queries.ts';

const FILTERS: readonly { value: ReportOutcome | undefined; label: string }[] = [
  { value: undefined, label: 'All' },
  { value: 'accepted', label: OUTCOME.accepted.label },
  { value: 'orphan', label: OUTCOME.orphan.label },
  { value: 'duplicate', label: OUTCOME.duplicate.label },
  { value: 'rejected', label: OUTCOME.rejected.label },
  { value: 'unmapped', label: OUTCOME.unmapped.label },
  { value: 'unauthenticated', label: OUTCOME.unauthenticated.label },
];

interface ReportsCardProps {
  buyerId: Buyer['id'];
  outcome: ReportOutcome | undefined;
  onFilter: (outcome: ReportOutcome | undefined) => void;
}

/** Every request of a buyer as it came, and what became of it. */
export function ReportsCard({ buyerId, outcome, onFilter }: ReportsCardProps) {
  const query = useReports(buyerId, outcome);
  const { shown, waiting, showAll } = useHeldRows(query.data, `${buyerId} ${outcome}`);
  return (
    <Card
      padding="flush"
      title="Reports"
      note="Each request as it came, newest first."
      actions={<Segmented label="Outcome" value={outcome} onChange={onFilter} options={FILTERS} />}
    >
      <QueryView query={query} what="the reports" skeleton={<TableSkeleton rows={8} columns={4} />}>
        {() =>
          shown.length === 0 ? (
            <Nothing outcome={outcome} onClear={() => onFilter(undefined)} />
          ) : (
            <>
              <NewRowsButton count={waiting} onShow={showAll} />
              <ReportsTable reports={shown} />
              <LoadMore {...query} />
            </>
          )
        }
      </QueryView>
    </Card>
  );
}

function ReportsTable({ reports }: { reports: readonly BuyerReport[] }) {
  return (
    <Table caption="Reports and what became of them">
      <thead>
        <tr>
          <Th isSticky>Outcome</Th>
          <Th>Received</Th>
          <Th>Why</Th>
          <Th>Webhook id</Th>
          <Th isNumeric>Deliveries</Th>
        </tr>
      </thead>
      <tbody>
        {reports.map((report) => (
          <Tr key={report.id}>
            <Td isSticky>
              <OutcomeTag outcome={report.outcome} />
            </Td>
            <Td className="text-muted">
              <Instant at={report.receivedAt} />
            </Td>
            <Td className="min-w-64 text-muted [overflow-wrap:anywhere]">
              {report.detail ?? OUTCOME[report.outcome].meaning}
            </Td>
            <Td className="font-mono text-12 text-muted">
              {report.webhookId ?? (
                <NotAvailable
                  because={
                    report.source === 'tune'
                      ? 'A conversion in TUNE’s manner has none.'
                      : 'The request had no webhook-id header.'
                  }
                />
              )}
            </Td>
            <Td isNumeric>
              <Count value={report.deliveries} />
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}

function Nothing({ outcome, onClear }: { outcome: ReportOutcome | undefined; onClear: () => void }) {
  return outcome ? (
    <EmptyState icon={SearchX} title="No reports match" action={<Button onClick={onClear}>Clear filter</Button>}>
      No report of this buyer ended as "{OUTCOME[outcome].label}".
    </EmptyState>
  ) : (
    <EmptyState icon={Inbox} title="No reports yet">
      They appear here within a second of their arrival. The example under "Setup" sends one.
    </EmptyState>
  );
}
