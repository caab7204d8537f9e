import type { Postback } from '@alyson/schema';
import { Plus, Send } from 'lucide-react';
import { useState } from 'react';
import { useRefusal } from '../../lib/me.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { TextLink } from '../../ui/link-button.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { TableSkeleton } from '../../ui/skeleton.tsx';
import { Table, Td, Th, Tr } from '../../ui/table.tsx';
import { Count } from '../../ui/values/count.tsx';
import { DestinationHealth } from './destination-health.tsx';
import { PostbackDialog } from './postback-dialog.tsx';
import { usePostbacks } from './queries.ts';
import { audienceOf } from './words.ts';

/** Where affiliates are told of their conversions. */
export function PostbacksPage() {
  const query = usePostbacks();
  const refusal = useRefusal('destination:admin');
  const [isAdding, setIsAdding] = useState(false);
  const addButton = (
    <Button variant="primary" icon={Plus} refusal={refusal} onClick={() => setIsAdding(true)}>
      Add postback
    </Button>
  );
  return (
    <>
      <PageHeader
        title="Postbacks"
        facts="Affiliates' trackers are called once for each conversion that counts."
        actions={addButton}
      />
      <Card padding="flush">
        <QueryView query={query} what="the postbacks" skeleton={<TableSkeleton rows={4} />}>
          {({ items }) =>
            items.length === 0 ? (
              <EmptyState icon={Send} title="No postbacks yet" action={addButton}>
                Affiliates hear nothing of their leads and sales until there is one.
              </EmptyState>
            ) : (
              <PostbacksTable postbacks={items} />
            )
          }
        </QueryView>
      </Card>
      {isAdding && <PostbackDialog onClose={() => setIsAdding(false)} />}
    </>
  );
}

function PostbacksTable({ postbacks }: { postbacks: readonly Postback[] }) {
  return (
    <Table caption="Postbacks and how they are doing">
      <thead>
        <tr>
          <Th isSticky>Postback</Th>
          <Th>Tells</Th>
          <Th>State</Th>
          <Th isNumeric>Waiting</Th>
          <Th isNumeric>Given up</Th>
          <Th>Host</Th>
        </tr>
      </thead>
      <tbody>
        {postbacks.map((postback) => (
          <Tr key={postback.id}>
            <Td isSticky className="max-w-44 sm:max-w-72">
              <TextLink
                to="/postbacks/$postbackId"
                params={{ postbackId: postback.id }}
                isBare
                className="block truncate font-medium"
                title={postback.name}
              >
                {postback.name}
              </TextLink>
            </Td>
            <Td className="min-w-48 text-muted">{audienceOf(postback)}</Td>
            <Td className="min-w-40">
              <DestinationHealth health={postback} />
            </Td>
            <Td isNumeric>
              <Count value={postback.waiting} />
            </Td>
            <Td isNumeric>
              <Count value={postback.givenUp} />
            </Td>
            <Td className="font-mono text-12 text-muted">{hostOf(postback.url)}</Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}

const hostOf = (url: string): string => /^[a-z]+:\/\/([^/?]+)/i.exec(url)?.[1] ?? '';
