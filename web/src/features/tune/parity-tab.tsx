import type { TuneParityReport } from '@alyson/schema';
import { Scale } from 'lucide-react';
import { type ChangeEvent, useState } from 'react';
import { useRefusal } from '../../lib/me.ts';
import { Card } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { LoadMore } from '../../ui/load-more.tsx';
import { Notice } from '../../ui/notice.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { ParityReport } from './parity-report.tsx';
import { useCompareLog, useParityReports } from './queries.ts';

/** Shadow routing: TUNE's own clicks, decided here without sending anybody anywhere. */
export function ParityTab() {
  const reports = useParityReports();
  return (
    <div className="flex flex-col gap-4">
      <UploadCard />
      <QueryView query={reports} what="the reports" skeleton={<Skeleton className="h-60 w-full" />}>
        {(items) =>
          items.length === 0 ? (
            <Card>
              <EmptyState icon={Scale} title="Nothing compared yet">
                Give a click log above. Drafts are compared as they would route once they are started.
              </EmptyState>
            </Card>
          ) : (
            <Reports items={items} />
          )
        }
      </QueryView>
      <LoadMore {...reports} />
    </div>
  );
}

const Reports = ({ items }: { items: readonly TuneParityReport[] }) =>
  items.map((item, index) => <ParityReport key={item.id} item={item} isOpen={index === 0} />);

function UploadCard() {
  const compare = useCompareLog();
  const refusal = useRefusal('experiment:write');
  const [name, setName] = useState('');
  const take = (event: ChangeEvent<HTMLInputElement>) => {
    const [file] = event.target.files ?? [];
    event.target.value = '';
    if (!file) return;
    setName(file.name);
    compare.mutate(file);
  };
  return (
    <Card
      title="Compare with TUNE's clicks"
      note="Every click of the log is decided by the router's own code, and nobody is redirected. Only sums are kept: no address, no id of any visitor."
    >
      <div className="flex flex-col gap-3">
        <p className="text-14 text-muted">
          In TUNE: Reports, Raw logs, type Clicks. Each hour is one zip; give it as it is, or its CSV.
        </p>
        <div>
          <label className="touch-target relative inline-flex h-9 cursor-pointer items-center rounded-control border border-ink bg-ink px-3.5 text-14 font-medium text-on-ink hover:opacity-90 has-disabled:cursor-not-allowed has-disabled:opacity-50 has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-ink">
            Choose a click log
            <input
              type="file"
              accept=".zip,.csv"
              disabled={refusal !== null || compare.isPending}
              className="sr-only"
              onChange={take}
            />
          </label>
          {refusal && <p className="mt-2 text-13 text-muted">{refusal}</p>}
        </div>
        {compare.isPending && (
          <Notice role="status">{name} is being read. A large log takes some minutes; leave this page open.</Notice>
        )}
        {compare.error && (
          <Notice tone="negative" role="alert">
            {name} {compare.error.message}
          </Notice>
        )}
      </div>
    </Card>
  );
}
