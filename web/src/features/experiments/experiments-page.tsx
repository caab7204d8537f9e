import { csvAddress, type ExperimentListItem } from '@alyson/schema';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { FlaskConical, Plus, SearchX } from 'lucide-react';
import { useState } from 'react';
import { experimentsQuery } from '../../lib/experiments.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { DownloadLink } from '../../ui/download-link.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { TableSkeleton } from '../../ui/skeleton.tsx';
import { BulkBar } from './bulk-bar.tsx';
import { ExperimentsTable } from './experiments-table.tsx';
import { FromTemplateButton } from './from-template.tsx';
import { DEFAULT_SORT, sortExperiments, sortOfApi } from './sort.ts';
import { STATUS_FILTER, statusOf } from './status.ts';
import { StatusTabs } from './status-tabs.tsx';
import { useSelection } from './use-selection.ts';

const route = getRouteApi('/signed-in/experiments');
/** Rows drawn at first, and added by each press of the button. */
const ROWS = 100;

/** Finds and compares experiments. What is searched, filtered and sorted by stands in the address. */
export function ExperimentsPage() {
  const { q = '', status, sort = DEFAULT_SORT } = route.useSearch();
  const navigate = route.useNavigate();
  const all = useQuery(experimentsQuery(q));
  // A group of a list that was cut is asked for by itself, so that none of it is missing; so is what the list leaves out.
  const isApart = status === 'archived' || (status !== undefined && all.data?.isCut === true);
  const query = useQuery(experimentsQuery(q, isApart ? STATUS_FILTER[status] : {}));
  const selection = useSelection(`${q} ${status}`);
  const items = query.data?.items ?? [];
  const shown = sortExperiments(
    items.filter((item) => !status || statusOf(item) === status),
    sort,
  );

  return (
    <>
      <PageHeader
        title="Experiments"
        facts="Clicks and money of the last 14 days, by date of click."
        actions={
          <>
            <DownloadLink
              what="the experiments"
              href={csvAddress('listExperiments', {
                query: { q: q || undefined, ...(status && STATUS_FILTER[status]), sort: sortOfApi(sort) },
              })}
            />
            <FromTemplateButton />
            <LinkButton to="/experiments/new" variant="primary" icon={Plus}>
              New experiment
            </LinkButton>
          </>
        }
      />
      <div className="mb-4 flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
        <StatusTabs items={all.data?.items} />
        <SearchField
          label="Search experiments"
          value={q}
          onChange={(text) => void navigate({ search: (old) => ({ ...old, q: text || undefined }), replace: true })}
        />
      </div>
      <BulkBar items={shown.filter(({ id }) => selection.ids.has(id))} onClear={selection.clear} />
      <Card padding="flush">
        <QueryView query={query} what="the experiments" skeleton={<TableSkeleton />}>
          {({ isCut }) => (
            <>
              {isCut && (
                <Notice className="m-3">
                  These are the 1,000 that changed last. Search by name to find older ones.
                </Notice>
              )}
              {shown.length > 0 ? (
                <Rows
                  items={shown}
                  selection={selection}
                  sort={sort}
                  onSort={(next) => void navigate({ search: (old) => ({ ...old, sort: next }) })}
                />
              ) : (
                <NothingShown isFiltered={Boolean(q || status)} onClear={() => void navigate({ search: {} })} />
              )}
            </>
          )}
        </QueryView>
      </Card>
    </>
  );
}

function Rows({
  items,
  ...sorting
}: { items: readonly ExperimentListItem[] } & Parameters<typeof ExperimentsTable>[0]) {
  const [most, setMost] = useState(ROWS);
  return (
    <>
      <ExperimentsTable {...sorting} items={items.slice(0, most)} />
      {items.length > most && (
        <div className="border-t p-3 text-center">
          <Button variant="quiet" onClick={() => setMost(most + ROWS)}>
            Show {Math.min(ROWS, items.length - most)} more
          </Button>
        </div>
      )}
    </>
  );
}

function NothingShown({ isFiltered, onClear }: { isFiltered: boolean; onClear: () => void }) {
  if (isFiltered) {
    return (
      <EmptyState icon={SearchX} title="No experiments match" action={<Button onClick={onClear}>Clear filters</Button>}>
        Nothing has this name and state.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={FlaskConical}
      title="No experiments yet"
      action={
        <LinkButton to="/experiments/new" variant="primary" icon={Plus}>
          New experiment
        </LinkButton>
      }
    >
      An experiment splits the clicks of its links over two or more landing pages, and shows what each one earns.
    </EmptyState>
  );
}
