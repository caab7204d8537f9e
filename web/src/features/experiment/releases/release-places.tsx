import type { ReleasePlaces as Places } from '@alyson/schema';
import { edgeText } from '../../../lib/edges.ts';
import { Notice } from '../../../ui/notice.tsx';
import { QueryView } from '../../../ui/query-view.tsx';
import { TableSkeleton } from '../../../ui/skeleton.tsx';
import { Table, Td, Th, Tr } from '../../../ui/table.tsx';
import { Instant } from '../../../ui/values/instant.tsx';
import { useReleasePlaces } from './queries.ts';

/** Where the newest release has come: what each router location serves, how old that is, and why it is not there yet. */
export function ReleasePlaces({ experimentId }: { experimentId: string }) {
  const places = useReleasePlaces(experimentId);
  return (
    <QueryView query={places} what="the router locations" skeleton={<TableSkeleton rows={2} columns={3} />}>
      {({ leftOut, edges }) => (
        <div className="flex flex-col gap-3">
          {leftOut && <LeftOut {...leftOut} />}
          <div className="overflow-x-auto rounded-control border">
            <Table caption="Router locations" isDense>
              <thead>
                <tr>
                  <Th>Router</Th>
                  <Th>Serves</Th>
                  <Th>Last heard of</Th>
                </tr>
              </thead>
              <tbody>
                {edges.map((edge) => (
                  <Tr key={edge.url}>
                    <Td className="[overflow-wrap:anywhere]">{edgeText(edge)}</Td>
                    <Td>
                      <Served {...edge} />
                    </Td>
                    <Td>{edge.seenAt ? <Instant at={edge.seenAt} /> : 'never'}</Td>
                  </Tr>
                ))}
              </tbody>
            </Table>
          </div>
        </div>
      )}
    </QueryView>
  );
}

type Edge = Places['edges'][number];

function Served({ status, holds, publishedAt }: Edge) {
  if (status === 'unheard') return <span className="text-muted">not known</span>;
  if (holds === null) return <span className="text-warning">no release of this experiment yet</span>;
  return (
    <span className={status === 'behind' ? 'text-warning' : undefined}>
      release {holds}
      {publishedAt && (
        <>
          , published <Instant at={publishedAt} />
        </>
      )}
      {status === 'behind' && ': behind'}
    </span>
  );
}

const MEBIBYTE = 1024 * 1024;

const LeftOut = ({ number, bytes, mostBytes }: NonNullable<Places['leftOut']>) => (
  <Notice tone="warning">
    Release {number} is too large to be sent: {(bytes / MEBIBYTE).toFixed(1)} MiB, while {mostBytes / MEBIBYTE} MiB is
    the most that its experiments can have together. Routers keep the release they have. Make its rules smaller, or
    pause the experiment, which always fits.
  </Notice>
);
