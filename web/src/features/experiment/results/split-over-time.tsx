import type { ExperimentResults, ReleaseSummary } from '@alyson/schema';
import { useState } from 'react';
import { ChartFigure } from '../../../ui/charts/chart-figure.tsx';
import { SeriesReading } from '../../../ui/charts/chart-parts.tsx';
import { FlagKey } from '../../../ui/charts/flag-key.tsx';
import { SplitChart } from '../../../ui/charts/split-chart.tsx';
import type { ShareStep } from '../../../ui/charts/step-stack.ts';
import { formatCount } from '../../../ui/format/count.ts';
import { formatDayTime } from '../../../ui/format/instant.ts';
import { formatSplit } from '../../../ui/format/percent.ts';
import { ProblemState } from '../../../ui/problem-state.tsx';
import { Segmented } from '../../../ui/segmented.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { useZone } from '../../../ui/values/zone.tsx';
import { useCurrentExperiment } from '../current-experiment.ts';
import { useReleases } from '../releases/queries.ts';
import { releaseFlags, splitSteps } from '../releases/split-steps.ts';
import { groupedSeries } from './agent-series.ts';
import { chartSpan } from './chart-span.ts';
import { csvName } from './csv-name.ts';
import { splitFinding } from './findings.ts';
import { bucketMs, measurePoints, servedSteps } from './results-series.ts';
import { splitTableData } from './split-table-data.ts';

interface SplitOverTimeProps {
  results: ExperimentResults;
  /** The release that is explained beside the chart; null: the newest. */
  selected: number | null;
  onSelect: (release: number) => void;
}

type View = 'assigned' | 'served';

/** Who was to get, or really got, which share of clicks, with the releases that moved it. */
export function SplitOverTime({ results, selected, onSelect }: SplitOverTimeProps) {
  const experiment = useCurrentExperiment();
  const releases = useReleases(experiment.id);
  const [view, setView] = useState<View>('assigned');
  const zone = useZone();
  const { from, to } = chartSpan(results, experiment.startedAt);
  const ids = experiment.agents.map((agent) => agent.id);
  const { series, group } = groupedSeries(experiment.agents);
  const all = releases.data ?? [];
  const steps = (view === 'assigned' ? splitSteps(all, ids, from, to) : served(results, ids, from, to)).map(
    (step): ShareStep => ({ ...step, shares: step.shares && group(step.shares) }),
  );
  const flags = releaseFlags(all, from, to);
  const releaseAt = (at: number) => all.find((release) => Date.parse(release.publishedAt) <= at);
  const stepTime = (i: number) => formatDayTime(steps[i]?.at ?? to, zone);
  const texts = steps.map((step) => (step.shares ? formatSplit(step.shares) : null));

  const reading = (i: number) =>
    texts[i] ? series.map((one, s) => `${one.letter} ${texts[i]?.[s]}`).join(', ') : 'No agent got clicks';
  const headline = (i: number) => {
    const release = releaseAt(steps[i]?.at ?? to);
    return view === 'assigned' && release ? `${stepTime(i)}, release ${release.number}` : stepTime(i);
  };

  return (
    <ChartFigure
      title="Split over time"
      finding={releases.data ? splitFinding(series, steps, flags.length) : 'The releases are not read yet.'}
      table={splitTableData(series, steps, texts, stepTime)}
      csvName={csvName('split-over-time', experiment.name, results)}
      tools={
        <Segmented
          size="sm"
          label="Shares"
          value={view}
          onChange={setView}
          options={[
            { value: 'assigned', label: 'Assigned' },
            { value: 'served', label: 'Served' },
          ]}
        />
      }
      footer={<FlagKey />}
    >
      {releases.isPending && <Skeleton className="h-70 w-full" />}
      {releases.error && !releases.data && (
        <ProblemState error={releases.error} what="the releases" onRetry={() => void releases.refetch()} />
      )}
      {releases.data && steps.length === 0 && (
        <p className="py-16 text-center text-14 text-muted">
          {view === 'assigned' ? 'No release was in force in this time.' : 'No clicks in this time.'}
        </p>
      )}
      {steps.length > 0 && (
        <SplitChart
          label="Split over time"
          series={series}
          steps={steps}
          flags={flags}
          from={from}
          to={to}
          heldFrom={experiment.heldSince ? Math.max(from, Date.parse(experiment.heldSince)) : null}
          selected={selected ?? all[0]?.number ?? null}
          nameOf={headline}
          readout={({ point, series: one }) => {
            const single = one === null ? undefined : series[one];
            return single
              ? `${single.letter}, ${single.name}: ${texts[point]?.[one ?? 0] ?? 'no clicks'}`
              : reading(point);
          }}
          tooltip={({ point, series: one }) => (
            <>
              <p className="font-semibold">{headline(point)}</p>
              {texts[point] ? (
                <SeriesReading series={series} values={texts[point] ?? []} singled={one} />
              ) : (
                <p className="mt-1 text-muted">No agent got clicks.</p>
              )}
              {view === 'assigned' && (
                <ClicksOf results={results} from={steps[point]?.at ?? to} to={steps[point + 1]?.at ?? to} />
              )}
            </>
          )}
          onOpen={(point) => {
            const release = releaseAt(steps[point]?.at ?? to);
            if (release) onSelect(release.number);
          }}
        />
      )}
    </ChartFigure>
  );
}

function served(
  results: ExperimentResults,
  ids: readonly ReleaseSummary['weights'][number]['agentId'][],
  from: number,
  to: number,
): ShareStep[] {
  const bucket = bucketMs(results.series, from, to);
  return servedSteps(measurePoints(results.series, ids, 'clicks', bucket, to)).map((step) => ({
    ...step,
    at: Math.max(step.at, from),
  }));
}

/** How many clicks came while a step lasted, as far as whole buckets tell. */
function ClicksOf({ results, from, to }: { results: ExperimentResults; from: number; to: number }) {
  const inside = results.series.filter((bucket) => Date.parse(bucket.at) >= from && Date.parse(bucket.at) < to);
  if (inside.length === 0) return null;
  const clicks = inside.flatMap((bucket) => bucket.agents).reduce((sum, agent) => sum + agent.clicks, 0);
  return <p className="mt-1.5 border-t pt-1.5 text-muted">About {formatCount(clicks)} clicks</p>;
}
