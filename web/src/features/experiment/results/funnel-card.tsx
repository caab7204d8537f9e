import { FUNNEL_STAGES, type Funnel, type FunnelRow } from '@alyson/schema';
import { getRouteApi, Link } from '@tanstack/react-router';
import { ChartFigure } from '../../../ui/charts/chart-figure.tsx';
import { ChartTable, type ChartTableData, textCell } from '../../../ui/charts/chart-table.tsx';
import { Funnel as FunnelBars } from '../../../ui/charts/funnel.tsx';
import { formatCount } from '../../../ui/format/count.ts';
import { formatRate } from '../../../ui/format/percent.ts';
import { QueryView } from '../../../ui/query-view.tsx';
import { Segmented } from '../../../ui/segmented.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { useCurrentExperiment } from '../current-experiment.ts';
import { seriesOf } from './agent-series.ts';
import { csvName } from './csv-name.ts';
import { funnelFinding } from './findings.ts';
import { STAGE_LABELS, stagesOf } from './funnel-stages.ts';
import { FUNNEL_BY, FUNNEL_BY_LABELS, FUNNEL_DATES, FUNNEL_DATES_LABELS } from './funnel-views.ts';
import { useFunnel } from './queries.ts';

const route = getRouteApi('/signed-in/experiments/$experimentId/');

/** From click to sale, by agent, affiliate, source or day, and by whose dates. */
export function FunnelCard() {
  const experiment = useCurrentExperiment();
  const { range, funnel: by, dates } = route.useSearch();
  const query = useFunnel(experiment, range, by, dates);
  return (
    <QueryView query={query} what="the funnel" skeleton={<Skeleton className="h-72 w-full" />}>
      {(funnel) => <Figure funnel={funnel} />}
    </QueryView>
  );
}

function Figure({ funnel }: { funnel: Funnel }) {
  const experiment = useCurrentExperiment();
  const table = tableOf(funnel);
  return (
    <ChartFigure
      title="From click to sale"
      finding={findingOf(funnel)}
      table={table}
      csvName={csvName(`funnel-by-${funnel.by}`, experiment.name, funnel)}
      tools={<Views funnel={funnel} />}
      footer={<Tracking funnel={funnel} />}
    >
      {funnel.items.length === 0 ? (
        <p className="py-6 text-14 text-muted">No clicks in this time.</p>
      ) : funnel.by === 'agent' ? (
        <AgentBars funnel={funnel} />
      ) : (
        <div className="-mx-4 -mb-4 border-t">
          <ChartTable title="From click to sale" table={table} />
        </div>
      )}
    </ChartFigure>
  );
}

function Views({ funnel: { by, dates } }: { funnel: Funnel }) {
  const navigate = route.useNavigate();
  const choose = (next: { funnel?: typeof by; dates?: typeof dates }) =>
    navigate({ search: (old) => ({ ...old, ...next }), replace: true, resetScroll: false });
  return (
    <div className="flex min-w-0 flex-wrap items-center gap-2">
      <Segmented
        label="Funnel by"
        size="sm"
        value={by}
        onChange={(value) => choose({ funnel: value })}
        options={FUNNEL_BY.map((value) => ({ value, label: FUNNEL_BY_LABELS[value] }))}
      />
      <Segmented
        label="Count by"
        size="sm"
        value={dates}
        onChange={(value) => choose({ dates: value })}
        options={FUNNEL_DATES.map((value) => ({ value, label: FUNNEL_DATES_LABELS[value] }))}
      />
    </div>
  );
}

function AgentBars({ funnel: { items, tracked } }: { funnel: Funnel }) {
  const { agents } = useCurrentExperiment();
  const known = items.flatMap((row) => {
    const agent = agents.find(({ id }) => id === row.key);
    return agent ? [{ series: seriesOf(agent), stages: stagesOf(row, tracked) }] : [];
  });
  return (
    <FunnelBars
      whole={Math.max(0, ...items.map(({ counts }) => counts.clicks))}
      formatCount={formatCount}
      agents={known}
    />
  );
}

/** What nobody tells us, and how to change that; and what the hatch means. */
function Tracking({ funnel: { hasSource, tracked, dates, total } }: { funnel: Funnel }) {
  const isTracked = tracked.length > 3;
  return (
    <p className="text-pretty">
      {!isTracked &&
        (hasSource
          ? 'No page events of these clicks yet: the pages must pass utm_content on to Segment. '
          : 'Nothing tells yet what happens on the pages. ')}
      {!isTracked && (
        <>
          <Link to="/settings/page-events" className="text-info underline underline-offset-2">
            {hasSource ? 'Look at what Segment delivers' : 'Connect Segment'}
          </Link>
          {'. '}
        </>
      )}
      {immatureText(dates, total)} Rates are from the tracked stage before.
    </p>
  );
}

function immatureText(dates: Funnel['dates'], { arrived: { leads, sales } }: Funnel['total']): string {
  if (dates === 'report') return 'Leads and sales stand on the day they were reported, and belong to earlier clicks.';
  const unknown = [leads === null && 'leads', sales === null && 'sales'].filter(Boolean).join(' and ');
  const hatch = 'Hatched: still to come, by how late this experiment’s own have come.';
  if (unknown === '') return hatch;
  return `${unknown === 'leads and sales' ? '' : `${hatch} `}Too few ${unknown} so far to say how many are still to come.`;
}

function findingOf({ items, by }: Funnel): string {
  const rows = items.filter(({ isRest }) => !isRest);
  return funnelFinding(
    rows.map(({ label, key, counts }) => ({
      letter: by === 'agent' ? (label[0] ?? '') : label || NONE[by] || key,
      ...counts,
    })),
  );
}

const NONE = { agent: '', affiliate: 'No affiliate', source: 'No source', day: '' } as const;

/** A count and its rate stay on one line. */
const unbroken = (text: string): string => text.replaceAll(' ', '\u00a0').replaceAll('–', '\u2060–\u2060');

function tableOf({ by, items, tracked }: Funnel): ChartTableData {
  const nameOf = ({ label, isRest }: FunnelRow) => (isRest ? 'All others' : label || NONE[by]);
  const shareCell = (share: number | null) => ({ text: share === null ? 'Not known' : formatRate(share), raw: share });
  return {
    columns: [
      { label: FUNNEL_BY_LABELS[by] },
      ...FUNNEL_STAGES.map((stage) => ({ label: STAGE_LABELS[stage], isNumeric: true })),
      { label: 'Leads usually here by now', isNumeric: true },
      { label: 'Sales usually here by now', isNumeric: true },
    ],
    rows: items.map((row) => ({
      key: `${row.isRest} ${row.key}`,
      cells: [
        textCell(nameOf(row)),
        ...stagesOf(row, tracked).map(({ count, rate }) =>
          count === null
            ? { text: 'Not tracked', raw: null }
            : { text: unbroken(rate ? `${formatCount(count)} · ${rate}` : formatCount(count)), raw: count },
        ),
        shareCell(row.arrived.leads),
        shareCell(row.arrived.sales),
      ],
    })),
  };
}
