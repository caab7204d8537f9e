import { Card } from '../../ui/card.tsx';
import { LoadMore } from '../../ui/load-more.tsx';
import { Table, Td, Th, Tr } from '../../ui/table.tsx';
import { Instant } from '../../ui/values/instant.tsx';
import { NotAvailable } from '../../ui/values/not-available.tsx';
import { useUnclaimedReports } from './queries.ts';

/** Calls that no buyer can be told from; nothing at all while there are none. */
export function UnclaimedCard() {
  const query = useUnclaimedReports();
  if (!query.data || query.data.length === 0) return null;
  return (
    <Card
      padding="flush"
      className="mt-5"
      title="Conversions of no buyer"
      note="Kept, and counted in nothing: no token, and no buyer's offer or address. Set it up under the buyer's Setup."
    >
      <Table caption="Calls that no buyer can be told from">
        <thead>
          <tr>
            <Th>Received</Th>
            <Th>From</Th>
            <Th>Call</Th>
          </tr>
        </thead>
        <tbody>
          {query.data.map((report) => (
            <Tr key={report.id}>
              <Td className="text-muted">
                <Instant at={report.receivedAt} />
              </Td>
              <Td className="font-mono text-12">
                {report.sender ?? <NotAvailable because="A visitor's browser called: its address is not kept." />}
              </Td>
              <Td className="min-w-64 font-mono text-12 [overflow-wrap:anywhere]">{report.request}</Td>
            </Tr>
          ))}
        </tbody>
      </Table>
      <LoadMore {...query} />
    </Card>
  );
}
