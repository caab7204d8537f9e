import { type Buyer, MOST_COUNTED } from '@alyson/schema';
import { useQuery } from '@tanstack/react-query';
import { Plus, Users } from 'lucide-react';
import { useState } from 'react';
import { archivedBuyersQuery, buyersQuery } from '../../lib/buyers.ts';
import { useRefusal } from '../../lib/me.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { formatCountOf, formatSome } from '../../ui/format/count.ts';
import { TextLink } from '../../ui/link-button.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { TableSkeleton } from '../../ui/skeleton.tsx';
import { Table, Td, Th, Tr } from '../../ui/table.tsx';
import { Count } from '../../ui/values/count.tsx';
import { Instant } from '../../ui/values/instant.tsx';
import { AddBuyerDialog } from './add-buyer-dialog.tsx';
import { UnclaimedCard } from './unclaimed-card.tsx';

/** Who pays for leads, and how each is reporting. */
export function BuyersPage() {
  const query = useQuery(buyersQuery);
  const refusal = useRefusal('buyer:admin');
  const [isAdding, setIsAdding] = useState(false);
  const addButton = (
    <Button variant="primary" icon={Plus} refusal={refusal} onClick={() => setIsAdding(true)}>
      Add buyer
    </Button>
  );
  return (
    <>
      <PageHeader title="Buyers" facts="Who pays for leads, and reports leads and revenue back." actions={addButton} />
      <Card padding="flush">
        <QueryView query={query} what="the buyers" skeleton={<TableSkeleton rows={4} />}>
          {({ items }) =>
            items.length === 0 ? (
              <EmptyState icon={Users} title="No buyers" action={addButton}>
                Without a buyer's reports nothing is known of leads and revenue, and agents cannot be graded.
              </EmptyState>
            ) : (
              <BuyersTable buyers={items} />
            )
          }
        </QueryView>
      </Card>
      <ArchivedBuyers />
      <UnclaimedCard />
      <AddBuyerDialog isOpen={isAdding} onClose={() => setIsAdding(false)} />
    </>
  );
}

/** Buyers that were put out of sight; nothing where there are none. */
function ArchivedBuyers() {
  const items = useQuery(archivedBuyersQuery).data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <details className="mt-4">
      <summary className="cursor-pointer rounded-chip text-13 text-muted hover:text-text">
        {formatCountOf(items.length, 'archived buyer')}
      </summary>
      <Card padding="flush" className="mt-3">
        <BuyersTable buyers={items} />
      </Card>
    </details>
  );
}

function BuyersTable({ buyers }: { buyers: readonly Buyer[] }) {
  return (
    <Table caption="Buyers and how they are reporting">
      <thead>
        <tr>
          <Th isSticky>Buyer</Th>
          <Th>Last report</Th>
          <Th isNumeric>Reports</Th>
          <Th isNumeric>Orphans</Th>
          <Th>Webhook address</Th>
          <Th>Added</Th>
        </tr>
      </thead>
      <tbody>
        {buyers.map((buyer) => (
          <Tr key={buyer.id}>
            <Td isSticky className="max-w-44 sm:max-w-72">
              <TextLink
                to="/buyers/$buyerId"
                params={{ buyerId: buyer.id }}
                isBare
                className="block truncate font-medium"
                title={buyer.name}
              >
                {buyer.name}
              </TextLink>
            </Td>
            <Td className="text-muted">{buyer.lastReportAt ? <Instant at={buyer.lastReportAt} /> : 'none yet'}</Td>
            <Td isNumeric>{formatSome(buyer.reports, MOST_COUNTED)}</Td>
            <Td isNumeric>
              {buyer.orphans > 0 ? (
                <TextLink to="/orphans">{formatSome(buyer.orphans, MOST_COUNTED)}</TextLink>
              ) : (
                <Count value={0} />
              )}
            </Td>
            <Td>
              <span className="flex items-center gap-2">
                <code className="max-w-72 truncate font-mono text-12 text-muted">
                  {new URL(buyer.webhookUrl).pathname}
                </code>
                <CopyButton text={buyer.webhookUrl} label={`Copy webhook address of ${buyer.name}`} />
              </span>
            </Td>
            <Td className="text-muted">
              <Instant at={buyer.createdAt} />
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}
