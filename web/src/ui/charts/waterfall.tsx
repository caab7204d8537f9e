import { scaleLinear } from 'd3-scale';
import { type WaterfallBar, type WaterfallCause, waterfallBars } from './waterfall-bars.ts';

interface WaterfallProps {
  /** Read aloud before it: "Why B went from 20% to 35%". */
  label: string;
  was: number;
  now: number;
  causes: readonly WaterfallCause[];
  formatTotal: (value: number) => string;
  formatDelta: (value: number) => string;
}

const ROW = 28;
const BAR = 14;

/** How a weight came from what it was to what it is: one bar per cause, filled where it pushed towards the change. */
export function Waterfall({ label, was, now, causes, formatTotal, formatDelta }: WaterfallProps) {
  const bars = waterfallBars(was, now, causes);
  const ends = bars.flatMap((bar) => [bar.from, bar.to]);
  const x = scaleLinear()
    .domain([0, Math.max(1, ...ends)])
    .range([0, 100]);
  return (
    <table className="w-full text-13">
      <caption className="sr-only">{label}</caption>
      <tbody>
        {bars.map((bar, i) => (
          <tr key={bar.label} style={{ height: ROW }}>
            <th scope="row" className="w-px pr-3 text-left font-normal whitespace-nowrap text-muted">
              {bar.label}
            </th>
            <td className="p-0">
              <Bar bar={bar} next={bars[i + 1]} x={x} />
            </td>
            <td className="w-px pl-3 text-right whitespace-nowrap tabular-nums">
              {bar.kind === 'total' ? (
                <strong className="font-semibold">{formatTotal(bar.value)}</strong>
              ) : (
                formatDelta(bar.value)
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Bar({ bar, next, x }: { bar: WaterfallBar; next: WaterfallBar | undefined; x: (value: number) => number }) {
  const left = x(Math.min(bar.from, bar.to));
  const width = Math.max(0.6, x(Math.max(bar.from, bar.to)) - left);
  return (
    <svg aria-hidden="true" width="100%" height={ROW} className="block overflow-visible">
      <rect
        x={`${left}%`}
        y={(ROW - BAR) / 2}
        width={`${width}%`}
        height={BAR}
        rx={2}
        className={FILL[bar.kind]}
        strokeWidth={1}
        strokeDasharray={bar.kind === 'against' ? '3 2' : undefined}
      />
      {next && (
        <line
          x1={`${x(bar.to)}%`}
          x2={`${x(bar.to)}%`}
          y1={ROW - (ROW - BAR) / 2}
          y2={ROW + (ROW - BAR) / 2}
          className="stroke-field"
        />
      )}
    </svg>
  );
}

const FILL: Record<WaterfallBar['kind'], string> = {
  total: 'fill-field',
  toward: 'fill-highlighter stroke-highlighter-line',
  against: 'fill-surface stroke-text',
};
