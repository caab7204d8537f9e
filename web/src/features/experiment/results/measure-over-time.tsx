import { type ExperimentResults, HOUR_MS, MICROS_PER_UNIT } from '@alyson/schema';
import { useState } from 'react';
import { ChartFigure } from '../../../ui/charts/chart-figure.tsx';
import { SeriesReading } from '../../../ui/charts/chart-parts.tsx';
import { LineChart, type LinePoint } from '../../../ui/charts/line-chart.tsx';
import { formatCount, formatHeadlineCount } from '../../../ui/format/count.ts';
import { formatDay, formatDayTime } from '../../../ui/format/instant.ts';
import { formatHeadlineMoney, formatMoney } from '../../../ui/format/money.ts';
import { Freshness } from '../../../ui/freshness.tsx';
import { Segmented } from '../../../ui/segmented.tsx';
import { useZone } from '../../../ui/values/zone.tsx';
import { useCurrentExperiment } from '../current-experiment.ts';
import { groupedSeries } from './agent-series.ts';
import { csvName } from './csv-name.ts';
import { measureFinding } from './findings.ts';
import { bucketMs, type Measure, measurePoints } from './results-series.ts';

const LABELS: Record<Measure, string> = { clicks: 'Clicks', leads: 'Leads', revenue: 'Revenue' };

/** Clicks, leads or revenue per hour or day, by the time of the click. */
export function MeasureOverTime({ results }: { results: ExperimentResults }) {
  const experiment = useCurrentExperiment();
  const [measure, setMeasure] = useState<Measure>('clicks');
  const zone = useZone();
  const [from, to] = [Date.parse(results.from), Date.parse(results.to)];
  const { series, group } = groupedSeries(experiment.agents);
  const bucket = bucketMs(results.series, from, to);
  const ids = experiment.agents.map((agent) => agent.id);
  const points = measurePoints(results.series, ids, measure, bucket, to).map(
    (point): LinePoint => ({ ...point, values: group(point.values) }),
  );
  const totals = series.map((_, i) => points.reduce((sum, point) => sum + (point.values[i] ?? 0), 0));
  const write = (value: number) =>
    measure === 'revenue' ? formatMoney({ amountMicros: value, currency: experiment.currency }) : formatCount(value);
  const writeTick = (value: number) =>
    measure === 'revenue'
      ? formatHeadlineMoney({ amountMicros: value, currency: experiment.currency })
      : formatHeadlineCount(value);
  const per = bucket === HOUR_MS ? 'hour' : 'day';
  const nameOf = (i: number) => {
    const at = points[i]?.at ?? to;
    return per === 'hour' ? formatDayTime(at, zone) : formatDay(at, zone, to);
  };
  const isOpen = (i: number) => (points[i]?.at ?? 0) + bucket > to;

  return (
    <ChartFigure
      title={`${LABELS[measure]} per ${per}`}
      finding={`${measureFinding(series, totals, LABELS[measure].toLowerCase())}${measure === 'clicks' ? '' : ' By time of the click: young clicks have more to come.'}`}
      table={{
        columns: [{ label: 'From' }, ...series.map((one) => ({ label: one.letter, isNumeric: true }))],
        rows: points
          .map((point, i) => ({
            key: String(point.at),
            cells: [
              { text: nameOf(i), raw: new Date(point.at).toISOString() },
              ...point.values.map((value) => ({
                text: write(value),
                raw: measure === 'revenue' ? value / MICROS_PER_UNIT : value,
              })),
            ],
          }))
          .toReversed(),
      }}
      csvName={csvName(`${measure}-per-${per}`, experiment.name, results)}
      tools={
        <Segmented
          size="sm"
          label="Measure"
          value={measure}
          onChange={setMeasure}
          options={(['clicks', 'leads', 'revenue'] as const).map((value) => ({ value, label: LABELS[value] }))}
        />
      }
      footer={
        measure === 'clicks' ? (
          <Freshness what="Clicks" asOf={results.clicksAsOf} />
        ) : (
          <Freshness what="Buyer reports" asOf={results.revenueAsOf} />
        )
      }
    >
      {points.length < 2 ? (
        <p className="py-16 text-center text-14 text-muted">
          {points.length === 0 ? 'No clicks in this time.' : `One ${per} so far. The line begins with the second.`}
        </p>
      ) : (
        <LineChart
          label={`${LABELS[measure]} per ${per}`}
          series={series}
          points={points}
          bucketMs={bucket}
          from={Math.max(from, Math.min(points[0]?.at ?? from, to - bucket))}
          to={to}
          formatValue={writeTick}
          nameOf={nameOf}
          readout={({ point, series: one }) => {
            const values = points[point]?.values ?? [];
            const texts = series.map((each, i) => `${each.letter} ${write(values[i] ?? 0)}`);
            return one === null ? texts.join(', ') : (texts[one] ?? '');
          }}
          tooltip={({ point, series: one }) => (
            <>
              <p className="font-semibold">{nameOf(point)}</p>
              {isOpen(point) && <p className="text-muted">This {per} is not over.</p>}
              <SeriesReading series={series} values={(points[point]?.values ?? []).map(write)} singled={one} />
            </>
          )}
        />
      )}
    </ChartFigure>
  );
}
