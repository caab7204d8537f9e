import { csvAddress, type ExperimentListItem } from '@alyson/schema';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { CircleDollarSign, SearchX } from 'lucide-react';
import { experimentsQuery } from '../../lib/experiments.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { DownloadLink } from '../../ui/download-link.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { useHeldRows } from '../../ui/held-rows.ts';
import { Select } from '../../ui/input.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { LoadMore } from '../../ui/load-more.tsx';
import { NewRowsButton } from '../../ui/new-rows-button.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { TableSkeleton } from '../../ui/skeleton.tsx';
import { EventsTable } from './events-table.tsx';
import { JourneyDialog } from './journey-dialog.tsx';
import { useBuyerEvents } from './queries.ts';
import { leadsSearch } from './search.ts';

const route = getRouteApi('/signed-in/leads');

const JOINED = [
  { value: undefined, label: 'All' },
  { value: 'joined', label: 'Joined' },
  { value: 'orphan', label: 'Orphans' },
] as const;

/** Leads, sales and their changes as buyers reported them. */
export function LeadsPage() {
  const { open, ...filters } = route.useSearch();
  const navigate = route.useNavigate();
  const { experiment, joined, q } = filters;
  const listed = { experimentId: experiment, utmContent: q?.trim() || undefined, joined };
  const query = useBuyerEvents(listed);
  const { shown, waiting, showAll } = useHeldRows(query.data, JSON.stringify(filters));
  const filter = (change: Partial<typeof filters>) =>
    void navigate({ search: (old) => leadsSearch.parse({ ...old, ...change, open: undefined }), replace: true });
  const openEvent = (id: string | undefined) =>
    void navigate({ search: (old) => ({ ...old, open: id }), resetScroll: false });

  return (
    <>
      <PageHeader
        title="Leads & revenue"
        facts="What buyers reported, newest first, with the click each report belongs to."
        actions={<DownloadLink what="these reports" href={csvAddress('listBuyerEvents', { query: listed })} />}
      />
      <div className="mb-4 flex flex-wrap items-center gap-3">
        <Segmented
          label="Joined to a click"
          value={joined}
          onChange={(value) => filter({ joined: value })}
          options={JOINED}
        />
        <ExperimentSelect value={experiment} onChange={(value) => filter({ experiment: value })} />
        <SearchField
          label="Find an exact utm_content"
          placeholder="utm_content"
          value={q ?? ''}
          onChange={(text) => filter({ q: text || undefined })}
          className="sm:ml-auto"
        />
      </div>
      <Card padding="flush">
        <QueryView query={query} what="the reports" skeleton={<TableSkeleton rows={10} columns={6} />}>
          {() =>
            shown.length === 0 ? (
              <Nothing isFiltered={Boolean(experiment || joined || q)} onClear={() => void navigate({ search: {} })} />
            ) : (
              <>
                <NewRowsButton count={waiting} onShow={showAll} />
                <EventsTable events={shown} onOpen={(event) => openEvent(event.id)} />
                <LoadMore {...query} />
              </>
            )
          }
        </QueryView>
      </Card>
      <JourneyDialog
        event={query.data?.find((event) => event.id === open) ?? null}
        onClose={() => openEvent(undefined)}
      />
    </>
  );
}

type ChosenExperiment = ExperimentListItem['id'] | undefined;

interface ExperimentSelectProps {
  value: ChosenExperiment;
  onChange: (value: ChosenExperiment) => void;
}

function ExperimentSelect({ value, onChange }: ExperimentSelectProps) {
  const items = useQuery(experimentsQuery()).data?.items ?? [];
  return (
    <Select
      aria-label="Experiment"
      className="w-full sm:w-56"
      value={value ?? ''}
      onChange={(event) => onChange(items.find((item) => item.id === event.target.value)?.id)}
    >
      <option value="">All experiments</option>
      {items.map((item) => (
        <option key={item.id} value={item.id}>
          {item.name}
        </option>
      ))}
    </Select>
  );
}

function Nothing({ isFiltered, onClear }: { isFiltered: boolean; onClear: () => void }) {
  return isFiltered ? (
    <EmptyState icon={SearchX} title="No reports match" action={<Button onClick={onClear}>Clear filters</Button>}>
      A utm_content must match to the last character.
    </EmptyState>
  ) : (
    <EmptyState icon={CircleDollarSign} title="No leads yet" action={<LinkButton to="/buyers">See buyers</LinkButton>}>
      Leads and revenue appear here as buyers report them to their webhook.
    </EmptyState>
  );
}
