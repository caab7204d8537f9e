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
import { TableSkeleton } from '../../ui/skeleton.tsx';
import { showToast } from '../../ui/toast.tsx';
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
  const remove = useRemoveHost();
  const press = () =>
    remove.mutate(host, {
      onSuccess: () => showToast(`${host} removed.`),
      onError: (error) => showToast(`Not removed: ${error.message}`, { tone: 'failed' }),
    });
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b px-4 py-3 last:border-b-0">
      <span className="min-w-0 flex-1 basis-40 font-mono text-13 [overflow-wrap:anywhere]">{host}</span>
      <span className="text-13 text-muted">{formatCountOf(links, 'link')}</span>
      <Button
        size="sm"
        variant="quiet"
        isPending={remove.isPending}
        refusal={refusal ?? (links > 0 ? 'Links stand on it. Remove them first.' : null)}
        onClick={press}
      >
        Remove
        <span className="sr-only"> {host}</span>
      </Button>
    </li>
  );
}
