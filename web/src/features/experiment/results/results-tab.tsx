import { csvAddress } from '@alyson/schema';
import { getRouteApi } from '@tanstack/react-router';
import { DownloadLink } from '../../../ui/download-link.tsx';
import { QueryView } from '../../../ui/query-view.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { useCurrentExperiment } from '../current-experiment.ts';
import { AgentsPlot } from './agents-plot.tsx';
import { AgentsTable } from './agents-table.tsx';
import { DraftResults } from './draft-results.tsx';
import { FunnelCard } from './funnel-card.tsx';
import { MeasureOverTime } from './measure-over-time.tsx';
import { NewestClicks } from './newest-clicks.tsx';
import { useResults } from './queries.ts';
import { RangePicker } from './range-picker.tsx';
import { ResultsStrip } from './results-strip.tsx';
import { SplitOverTime } from './split-over-time.tsx';
import { VerdictLine } from './verdict-line.tsx';
import { WhyPanel } from './why-panel.tsx';

const route = getRouteApi('/signed-in/experiments/$experimentId/');

/** What an experiment has brought, agent by agent, and why its split is what it is. */
export function ResultsTab() {
  const experiment = useCurrentExperiment();
  const { range, release } = route.useSearch();
  const navigate = route.useNavigate();
  const results = useResults(experiment, range);
  if (experiment.state === 'draft' || experiment.state === 'scheduled') return <DraftResults />;

  const select = (number: number) =>
    navigate({ search: (old) => ({ ...old, release: number }), replace: true, resetScroll: false });
  return (
    <>
      <h2 className="sr-only">Results</h2>
      <QueryView query={results} what="the results" skeleton={<ResultsSkeleton />}>
        {(data) => (
          <div className="flex flex-col gap-4">
            <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
              <VerdictLine results={data} />
              <div className="flex flex-wrap gap-3">
                <RangePicker
                  value={range}
                  onChange={(next) => navigate({ search: (old) => ({ ...old, range: next }), resetScroll: false })}
                />
                <DownloadLink
                  what="results per agent and day"
                  href={csvAddress('listDailyResults', {
                    params: { experimentId: experiment.id },
                    query: { from: data.from, to: data.to },
                  })}
                />
              </div>
            </div>
            <ResultsStrip results={data} />
            <div className="grid grid-cols-1 gap-4 xl:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
              <SplitOverTime results={data} selected={release ?? null} onSelect={select} />
              <WhyPanel selected={release ?? null} onSelect={select} />
            </div>
            <AgentsPlot results={data} />
            <MeasureOverTime results={data} />
            <FunnelCard />
            <AgentsTable results={data} />
            <NewestClicks />
          </div>
        )}
      </QueryView>
    </>
  );
}

const ResultsSkeleton = () => (
  <div className="flex flex-col gap-4">
    <Skeleton className="h-6 w-full max-w-xl" />
    <Skeleton className="h-26 w-full" />
    <div className="grid grid-cols-1 gap-4 xl:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
      <Skeleton className="h-96 w-full" />
      <Skeleton className="h-96 w-full" />
    </div>
    <Skeleton className="h-72 w-full" />
  </div>
);
