import { csvAddress } from '@alyson/schema';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Pause, Play } from 'lucide-react';
import { useCallback, useState } from 'react';
import { experimentsQuery } from '../../lib/experiments.ts';
import { Button } from '../../ui/button.tsx';
import { DownloadLink } from '../../ui/download-link.tsx';
import { Select } from '../../ui/input.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { useNow } from '../../ui/values/now.ts';
import { AgentShares } from './agent-shares.tsx';
import { useLiveClicks } from './queries.ts';
import { recentText } from './recent-text.ts';
import { tickerView } from './ticker.ts';
import { Ticker } from './ticker-card.tsx';
import { useHold } from './use-hold.ts';
import { useSpaceKey } from './use-space-key.ts';

const route = getRouteApi('/signed-in/live');

/** Clicks as they are routed, and whether they go where the weights say. */
export function LivePage() {
  const filters = route.useSearch();
  const navigate = route.useNavigate();
  const experiments = useQuery(experimentsQuery());
  const clicks = useLiveClicks(filters);
  const [isPaused, setIsPaused] = useState(false);
  const now = useNow();
  const toggle = useCallback(() => setIsPaused((was) => !was), []);
  useSpaceKey(toggle);

  const hold = useHold(clicks.data, isPaused, JSON.stringify(filters));
  const view = tickerView(clicks.data ?? [], hold.held);
  const filter = (next: Partial<typeof filters>) => navigate({ search: (old) => ({ ...old, ...next }), replace: true });

  return (
    <>
      <PageHeader
        title="Live traffic"
        facts={isPaused ? 'Paused. New clicks wait.' : recentText(clicks.data ?? [], now)}
        actions={
          <>
            <DownloadLink
              what="these clicks"
              href={csvAddress('listClicks', { query: { experimentId: filters.experiment, bots: filters.bots } })}
            />
            <Button icon={isPaused ? Play : Pause} aria-keyshortcuts="Space" onClick={toggle}>
              {isPaused ? 'Go on' : 'Pause'}
            </Button>
          </>
        }
      />
      <div className="mb-4 flex flex-wrap items-center gap-3">
        <Select
          aria-label="Experiment"
          className="w-full sm:w-72"
          value={filters.experiment ?? ''}
          onChange={(event) =>
            filter({ experiment: experiments.data?.items.find((item) => item.id === event.target.value)?.id })
          }
        >
          <option value="">All experiments</option>
          {experiments.data?.items.map((item) => (
            <option key={item.id} value={item.id}>
              {item.name}
            </option>
          ))}
        </Select>
        <Segmented
          label="Clicks by"
          value={filters.bots}
          onChange={(bots) => filter({ bots })}
          options={[
            { value: undefined, label: 'Everybody' },
            { value: 'exclude', label: 'People' },
            { value: 'only', label: 'Bots' },
          ]}
        />
      </div>
      <div className="grid grid-cols-1 items-start gap-4 xl:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
        <Ticker
          query={clicks}
          view={view}
          hold={hold}
          withExperiment={filters.experiment === undefined}
          isFiltered={filters.experiment !== undefined || filters.bots !== undefined}
          onClearFilters={() => filter({ experiment: undefined, bots: undefined })}
        />
        <AgentShares clicks={view.shown} experiments={experiments.data?.items ?? []} />
      </div>
    </>
  );
}
