import { type CurrencyPair, RATE_SERVES_DAYS } from '@alyson/schema';
import { Coins } from 'lucide-react';
import { useRefusal } from '../../lib/me.ts';
import { Card } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { formatCount } from '../../ui/format/count.ts';
import { QueryView } from '../../ui/query-view.tsx';
import { TableSkeleton } from '../../ui/skeleton.tsx';
import { Table, Td, Th, Tr } from '../../ui/table.tsx';
import { useCurrencyPairs } from './queries.ts';
import { SetRatesForm } from './set-rates-form.tsx';

/** By what money in other currencies is counted, and what waits for a rate. */
export function ExchangeRatesTab() {
  const pairs = useCurrencyPairs();
  const refusal = useRefusal('buyer:admin');
  return (
    <div className="flex flex-col gap-4">
      <QueryView query={pairs} what="the exchange rates" skeleton={<TableSkeleton rows={3} />}>
        {({ items }) => <PairsCard items={items} />}
      </QueryView>
      <SetRatesForm refusal={refusal} />
    </div>
  );
}

function PairsCard({ items }: { items: readonly CurrencyPair[] }) {
  return (
    <Card
      title="Exchange rates"
      note={`An amount in another currency than its experiment's counts by the newest rate on or before the day (UTC) it occurred, up to ${RATE_SERVES_DAYS} days back, and keeps that rate.`}
      padding="flush"
    >
      {items.length === 0 ? (
        <EmptyState icon={Coins} title="No rates yet">
          You need some when a buyer reports in another currency than an experiment's. Until then such amounts wait, and
          count nothing.
        </EmptyState>
      ) : (
        <Table caption="Pairs of currencies">
          <thead>
            <tr>
              <Th isSticky>Pair</Th>
              <Th isNumeric>Newest rate</Th>
              <Th>Of</Th>
              <Th isNumeric>Days</Th>
              <Th>Waits for a rate</Th>
            </tr>
          </thead>
          <tbody>
            {items.map((pair) => (
              <PairRow key={`${pair.from} ${pair.to}`} {...pair} />
            ))}
          </tbody>
        </Table>
      )}
    </Card>
  );
}

const PairRow = ({ from, to, newest, days, waiting, waitingFrom, waitingTo }: CurrencyPair) => (
  <Tr>
    <Td isSticky className="whitespace-nowrap">
      {from} to {to}
    </Td>
    <Td isNumeric>{newest?.rate ?? 'None'}</Td>
    <Td className="whitespace-nowrap tabular-nums">{newest?.day ?? ''}</Td>
    <Td isNumeric>{formatCount(days)}</Td>
    <Td className={waiting > 0 ? 'text-warning' : 'text-muted'}>
      {waiting === 0
        ? 'Nothing'
        : `${formatCount(waiting)} ${waiting === 1 ? 'event' : 'events'}, ${waitingFrom === waitingTo ? waitingFrom : `${waitingFrom} to ${waitingTo}`}`}
    </Td>
  </Tr>
);
