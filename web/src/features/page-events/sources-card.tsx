import type { SegmentSource, SegmentSourceWithSecret } from '@alyson/schema';
import { Plug, Plus } from 'lucide-react';
import { useState } from 'react';
import { useRefusal } from '../../lib/me.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { CodeBlock } from '../../ui/code-block.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Notice } from '../../ui/notice.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { TableSkeleton } from '../../ui/skeleton.tsx';
import { Instant } from '../../ui/values/instant.tsx';
import { AddSourceDialog } from './add-source-dialog.tsx';
import { CallsTable } from './calls-table.tsx';
import { useSources } from './queries.ts';
import { RemoveSourceDialog } from './remove-source-dialog.tsx';
import { RotateSecretDialog } from './rotate-secret-dialog.tsx';
import { SecretDialog } from './secret-dialog.tsx';

/** Where Segment delivers page events to, and what became of them. */
export function SourcesCard() {
  const sources = useSources();
  const refusal = useRefusal('buyer:admin');
  const [isAdding, setIsAdding] = useState(false);
  const [made, setMade] = useState<SegmentSourceWithSecret | null>(null);
  const add = (
    <Button icon={Plus} refusal={refusal} onClick={() => setIsAdding(true)}>
      Add source
    </Button>
  );
  return (
    <Card
      title="Segment sources"
      note="Segment tells here what visitors do on the landing pages: page viewed, quiz started, quiz submitted."
      padding="flush"
      actions={sources.data && sources.data.items.length > 0 ? add : null}
    >
      <QueryView query={sources} what="the sources" skeleton={<TableSkeleton rows={2} />}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState icon={Plug} title="Segment is not connected" action={add}>
              Funnels then go from the click straight to the lead. Adding a source gives an address and a secret for a
              webhook destination in Segment.
            </EmptyState>
          ) : (
            <ul>
              {items.map((source) => (
                <Source key={source.id} source={source} refusal={refusal} onSecret={setMade} />
              ))}
            </ul>
          )
        }
      </QueryView>
      {isAdding && <AddSourceDialog onMade={setMade} onClose={() => setIsAdding(false)} />}
      {made && <SecretDialog made={made} onClose={() => setMade(null)} />}
    </Card>
  );
}

interface SourceProps {
  source: SegmentSource;
  refusal: string | null;
  onSecret: (made: SegmentSourceWithSecret) => void;
}

function Source({ source, refusal, onSecret }: SourceProps) {
  const [open, setOpen] = useState<'calls' | 'rotate' | 'remove' | null>(null);
  const { name, webhookUrl, lastCallAt, lastFaultAt, lastFault } = source;
  const close = () => setOpen(null);
  return (
    <li className="flex flex-col gap-3 border-b px-4 py-3.5 last:border-b-0">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <div className="min-w-0 flex-1 basis-52">
          <h3 className="text-14 font-medium [overflow-wrap:anywhere]">{name}</h3>
          <p className="text-13 text-muted">
            {lastCallAt ? (
              <>
                Last delivery <Instant at={lastCallAt} />
              </>
            ) : (
              'Nothing delivered in the last 7 days'
            )}
          </p>
        </div>
        <Button size="sm" aria-expanded={open === 'calls'} onClick={() => setOpen(open === 'calls' ? null : 'calls')}>
          Deliveries<span className="sr-only"> of {name}</span>
        </Button>
        <Button size="sm" variant="quiet" refusal={refusal} onClick={() => setOpen('rotate')}>
          New secret<span className="sr-only"> for {name}</span>
        </Button>
        <Button size="sm" variant="quiet" refusal={refusal} onClick={() => setOpen('remove')}>
          Remove<span className="sr-only"> {name}</span>
        </Button>
      </div>
      <CodeBlock code={webhookUrl} copyLabel={`Copy the address of ${name}`} />
      {lastFault && lastFaultAt && (lastCallAt === null || lastFaultAt > lastCallAt) && (
        <Notice tone="warning">
          Newest fault, <Instant at={lastFaultAt} />: {lastFault}
        </Notice>
      )}
      {open === 'calls' && <CallsTable source={source} />}
      {open === 'rotate' && <RotateSecretDialog source={source} onMade={onSecret} onClose={close} />}
      {open === 'remove' && <RemoveSourceDialog source={source} onClose={close} />}
    </li>
  );
}
