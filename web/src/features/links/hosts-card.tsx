import type { WorkspaceHost } from '@alyson/schema';
import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { hostsQuery } from '../../lib/hosts.ts';
import { useRefusal } from '../../lib/me.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { formatCountOf } from '../../ui/format/count.ts';
import { QueryView } from '../../ui/query-view.tsx';
import { RemovableRow } from '../../ui/removable-row.tsx';
import { TableSkeleton } from '../../ui/skeleton.tsx';
import { AddHostDialog } from './add-host-dialog.tsx';
import { useRemoveHost } from './queries.ts';

/** Hosts of the workspace: on them, and on them alone, can a bare path be a link. */
export function HostsCard() {
  const hosts = useQuery(hostsQuery);
  const refusal = useRefusal('host:admin');
  const [isAdding, setIsAdding] = useState(false);
  return (
    <Card
      title="Hosts of this workspace"
      note="A host belongs to one workspace: the same offer id can be a link on several. Let the host's DNS point to the router."
      padding="flush"
      actions={
        <Button size="sm" icon={Plus} refusal={refusal} onClick={() => setIsAdding(true)}>
          Add host
        </Button>
      }
    >
      <QueryView query={hosts} what="the hosts" skeleton={<TableSkeleton rows={2} />}>
        {(items) =>
          items.length === 0 ? (
            <p className="p-4 text-14 text-muted">None yet. Links stand on this router's own address.</p>
          ) : (
            <ul>
              {items.map((host) => (
                <HostRow key={host.host} {...host} refusal={refusal} />
              ))}
            </ul>
          )
        }
      </QueryView>
      {isAdding && <AddHostDialog onClose={() => setIsAdding(false)} />}
    </Card>
  );
}

function HostRow({ host, links, refusal }: WorkspaceHost & { refusal: string | null }) {
  return (
    <RemovableRow
      name={host}
      detail={formatCountOf(links, 'link')}
      refusal={refusal ?? (links > 0 ? 'Links stand on it. Remove them first.' : null)}
      remove={useRemoveHost()}
      gone={`${host} removed.`}
    />
  );
}
