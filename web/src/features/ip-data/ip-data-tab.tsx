import type { IpData } from '@alyson/schema';
import { Card } from '../../ui/card.tsx';
import { formatCount } from '../../ui/format/count.ts';
import { Notice } from '../../ui/notice.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { TableSkeleton } from '../../ui/skeleton.tsx';
import { Instant } from '../../ui/values/instant.tsx';
import { useIpData } from './queries.ts';
import { TryAddressCard } from './try-address-card.tsx';

/** Which data says where addresses are, how old it is, and a try. */
export function IpDataTab() {
  const data = useIpData();
  return (
    <div className="flex flex-col gap-4">
      <Card
        title="IP data"
        note="For the whole deployment: where an address is, who runs it, and whether it is a data centre's."
      >
        <QueryView query={data} what="the IP data" skeleton={<TableSkeleton rows={2} />}>
          {(shown) => <Source data={shown} />}
        </QueryView>
      </Card>
      <TryAddressCard />
    </div>
  );
}

function Source({ data }: { data: IpData }) {
  switch (data.kind) {
    case 'none':
      return (
        <p className="text-14 text-muted">
          None yet. Whoever runs this deployment imports it with{' '}
          <code className="font-mono text-13">npm run import-ip</code>.
        </p>
      );
    case 'table':
      return data.isReachable ? (
        <p className="text-14">
          Read from the table <span className="font-mono text-13">{data.table}</span> of another database.
        </p>
      ) : (
        <Notice tone="negative">The table {data.table} of another database does not answer.</Notice>
      );
    case 'imported':
      return (
        <div className="flex flex-col gap-1 text-14">
          <p className="font-medium">
            {data.source}, as of {data.dataDate}
          </p>
          <p className="text-13 text-muted">
            {formatCount(data.ranges)} ranges, imported <Instant at={data.importedAt} />. Licence: {data.licence}.
          </p>
          <p className="font-mono text-13 text-muted [overflow-wrap:anywhere]">{data.files.join(', ')}</p>
        </div>
      );
    default:
      return data satisfies never;
  }
}
