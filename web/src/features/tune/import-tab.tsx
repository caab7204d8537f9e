import type { TuneImport } from '@alyson/schema';
import { Import } from 'lucide-react';
import { Card } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { TextLink } from '../../ui/link-button.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { TableSkeleton } from '../../ui/skeleton.tsx';
import { Table, Td, Th, Tr } from '../../ui/table.tsx';
import { Instant } from '../../ui/values/instant.tsx';
import { ConnectionCard } from './connection-card.tsx';
import { NewImportCard } from './new-import-card.tsx';
import { useImports } from './queries.ts';
import { countsText, ORIGINS } from './words.ts';

/** Where imports begin, and the last of them. */
export function ImportTab() {
  const imports = useImports();
  return (
    <div className="flex flex-col gap-4">
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <ConnectionCard />
        <NewImportCard />
      </div>
      <Card title="Imports" note="Reading changes nothing. Open one to see what it would make." padding="flush">
        <QueryView query={imports} what="the imports" skeleton={<TableSkeleton rows={3} />}>
          {(items) =>
            items.length === 0 ? (
              <EmptyState icon={Import} title="Nothing imported yet">
                Connect TUNE, or give a file or a table above.
              </EmptyState>
            ) : (
              <ImportsTable imports={items} />
            )
          }
        </QueryView>
      </Card>
    </div>
  );
}

function ImportsTable({ imports }: { imports: readonly TuneImport[] }) {
  return (
    <Table caption="Imports">
      <thead>
        <tr>
          <Th isSticky>Read</Th>
          <Th>From</Th>
          <Th>Holds</Th>
          <Th>By</Th>
        </tr>
      </thead>
      <tbody>
        {imports.map((one) => (
          <Tr key={one.id}>
            <Td isSticky>
              <TextLink to="/tune/imports/$importId" params={{ importId: one.id }}>
                <Instant at={one.createdAt} as="full" />
              </TextLink>
            </Td>
            <Td className="whitespace-nowrap">{ORIGINS[one.origin]}</Td>
            <Td>{stateText(one)}</Td>
            <Td className="whitespace-nowrap">{one.createdBy}</Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}

function stateText(one: TuneImport): string {
  if (one.state === 'reading') return 'Being read …';
  return one.state === 'failed' ? `Failed: ${one.failure}` : countsText(one);
}
