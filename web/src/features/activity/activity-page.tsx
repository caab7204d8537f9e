import { csvAddress } from '@alyson/schema';
import { getRouteApi } from '@tanstack/react-router';
import { Activity, SearchX } from 'lucide-react';
import { useAudit } from '../../lib/audit.ts';
import { AuditDays } from '../../ui/audit/audit-days.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { DownloadLink } from '../../ui/download-link.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { useHeldRows } from '../../ui/held-rows.ts';
import { LoadMore } from '../../ui/load-more.tsx';
import { NewRowsButton } from '../../ui/new-rows-button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { TableSkeleton } from '../../ui/skeleton.tsx';

const route = getRouteApi('/signed-in/activity');

/** Everything that anyone or anything changed. */
export function ActivityPage() {
  const { object } = route.useSearch();
  const navigate = route.useNavigate();
  const query = useAudit(object);
  const { shown, waiting, showAll } = useHeldRows(query.data, object ?? '');
  const clear = () => void navigate({ search: {} });
  const [first] = shown;
  return (
    <>
      <PageHeader
        title="Activity"
        facts="Every change, who or what made it, and why. Entries are never altered."
        actions={<DownloadLink what="the activity" href={csvAddress('listAudit', { query: { objectId: object } })} />}
      />
      {object && (
        <Notice className="mb-4">
          Only changes of {first?.objectName ?? object}.{' '}
          <button type="button" className="rounded-sm font-medium underline underline-offset-3" onClick={clear}>
            Show all
          </button>
        </Notice>
      )}
      <Card padding="flush">
        <QueryView query={query} what="the activity" skeleton={<TableSkeleton rows={8} columns={2} />}>
          {() =>
            shown.length === 0 ? (
              <Nothing isFiltered={Boolean(object)} onClear={clear} />
            ) : (
              <>
                <NewRowsButton count={waiting} onShow={showAll} />
                <AuditDays entries={shown} />
                <LoadMore {...query} />
              </>
            )
          }
        </QueryView>
      </Card>
    </>
  );
}

function Nothing({ isFiltered, onClear }: { isFiltered: boolean; onClear: () => void }) {
  return isFiltered ? (
    <EmptyState icon={SearchX} title="No changes of this" action={<Button onClick={onClear}>Show all</Button>} />
  ) : (
    <EmptyState icon={Activity} title="Nothing has changed yet">
      Every change of an experiment, a split or a buyer is written down here, with who made it and why.
    </EmptyState>
  );
}
