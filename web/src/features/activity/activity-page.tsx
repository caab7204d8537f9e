import { type AuditEntry, csvAddress } from '@alyson/schema';
import { getRouteApi } from '@tanstack/react-router';
import { Activity, SearchX } from 'lucide-react';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { DownloadLink } from '../../ui/download-link.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { formatDay } from '../../ui/format/instant.ts';
import { useHeldRows } from '../../ui/held-rows.ts';
import { LoadMore } from '../../ui/load-more.tsx';
import { NewRowsButton } from '../../ui/new-rows-button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { TableSkeleton } from '../../ui/skeleton.tsx';
import { useNow } from '../../ui/values/now.ts';
import { useZone } from '../../ui/values/zone.tsx';
import { ActivityEntry } from './activity-entry.tsx';
import { foldRoutine } from './fold-routine.ts';
import { useAudit } from './queries.ts';
import { RoutineEntries } from './routine-entries.tsx';

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
                <Days entries={shown} />
                <LoadMore {...query} />
              </>
            )
          }
        </QueryView>
      </Card>
    </>
  );
}

function Days({ entries }: { entries: readonly AuditEntry[] }) {
  const zone = useZone();
  const now = useNow();
  const days = Map.groupBy(entries, (entry) => formatDay(Date.parse(entry.at), zone, now));
  return [...days].map(([day, ofDay]) => (
    <section key={day} aria-label={day} className="border-b last:border-b-0">
      <h2 className="border-b bg-canvas px-4 py-2 text-12 font-medium text-muted">{day}</h2>
      <ul>
        {foldRoutine(ofDay).map((row) =>
          row.kind === 'entry' ? (
            <ActivityEntry key={row.entry.id} entry={row.entry} />
          ) : (
            <RoutineEntries key={row.entries[0]?.id} entries={row.entries} />
          ),
        )}
      </ul>
    </section>
  ));
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
