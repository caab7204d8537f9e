import type { BalancedBooks, ClickLedger } from '@alyson/schema';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { api } from '../../../lib/api.ts';
import { keys } from '../../../lib/query-keys.ts';
import { Card } from '../../../ui/card.tsx';
import { formatCount, formatCountOf } from '../../../ui/format/count.ts';
import { Notice } from '../../../ui/notice.tsx';
import { QueryView } from '../../../ui/query-view.tsx';
import { TableSkeleton } from '../../../ui/skeleton.tsx';
import { Table, Td, Th, Tr } from '../../../ui/table.tsx';
import { Instant } from '../../../ui/values/instant.tsx';

/** No note of a change tells of the books: they are asked for. */
const LOOK_AGAIN_MS = 15_000;

const clickLedgerQuery = queryOptions({
  queryKey: keys.clickLedger,
  queryFn: ({ signal }) => api.getClickLedger({ signal }),
  refetchInterval: LOOK_AGAIN_MS,
});

/** Where every answered click has gone, router by router. */
export function ClickLedgerCard() {
  const query = useQuery(clickLedgerQuery);
  return (
    <Card
      title="Click ledger"
      note="Every click a router has answered, of all workspaces: stored, on the way, set aside, or counted as lost."
      padding="flush"
    >
      <QueryView query={query} what="the click ledger" skeleton={<TableSkeleton rows={1} columns={6} />}>
        {(ledger) => <Ledger {...ledger} />}
      </QueryView>
    </Card>
  );
}

function Ledger({ books, unreachable, uncompared }: ClickLedger) {
  return (
    <>
      {unreachable.map(({ url, detail }) => (
        <Notice key={url} tone="warning" className="m-3">
          {url} could not be asked for its books ({detail.replace(/\.$/, '')}). Its clicks are compared when it answers
          again.
        </Notice>
      ))}
      <Table caption="Click ledger by router">
        <thead>
          <tr>
            <Th isSticky>Router</Th>
            <Th>Sum</Th>
            <Th isNumeric>Answered</Th>
            <Th isNumeric>Stored</Th>
            <Th isNumeric>On the way</Th>
            <Th isNumeric>Set aside</Th>
            <Th isNumeric>Lost</Th>
          </tr>
        </thead>
        <tbody>
          {books.map((each) => (
            <BooksRow key={each.ledgerId} books={each} />
          ))}
          {uncompared.map(({ ledgerId, edge, stored, lastStoredAt, isEstimate }) => (
            <Tr key={ledgerId}>
              <Td isSticky>{isEstimate ? `Edge location ${edge}` : edge}</Td>
              <Td className="text-subtle">Not known</Td>
              <Td />
              <Td isNumeric>{formatCount(stored)}</Td>
              <Td colSpan={3} className="text-13 text-muted">
                {isEstimate ? 'An estimate: nobody there sees every click.' : 'Its router is gone, or does not answer.'}{' '}
                Last stored <Instant at={lastStoredAt} />.
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
      {books.length + uncompared.length === 0 && (
        <p className="px-4 py-3 text-13 text-muted">No click was answered yet.</p>
      )}
    </>
  );
}

function BooksRow({ books }: { books: BalancedBooks }) {
  const { edge, answered, stored, onTheWay, setAside, lost, difference } = books;
  return (
    <Tr>
      <Td isSticky>{edge}</Td>
      <Td className={difference === 0 ? 'text-positive' : 'font-medium text-negative'}>{sumText(difference)}</Td>
      <Td isNumeric>{formatCount(answered)}</Td>
      <Td isNumeric>{formatCount(stored)}</Td>
      <Td isNumeric>{formatCount(onTheWay)}</Td>
      <Td isNumeric>{formatCount(setAside)}</Td>
      <Td isNumeric className={lost > 0 ? 'text-negative' : ''}>
        {formatCount(lost)}
      </Td>
    </Tr>
  );
}

function sumText(difference: number): string {
  if (difference === 0) return 'Adds up';
  return difference > 0
    ? `${formatCountOf(difference, 'click')} missing`
    : `${formatCountOf(-difference, 'click')} stored that it does not know`;
}
