import type { ReactNode } from 'react';
import { Tooltip } from './tooltip.tsx';

export interface Metric {
  label: string;
  /** What it counts, in one or two sentences. */
  meaning: string;
  value: ReactNode;
  /** A second line: a range, a share, a change. */
  note?: ReactNode;
}

/** The big numbers of a page, side by side on one card. */
export function MetricStrip({ label, metrics }: { label: string; metrics: readonly Metric[] }) {
  return (
    <section aria-label={label} className="overflow-hidden rounded-card border bg-surface">
      <dl className="-mb-px -ml-px grid grid-cols-2 sm:flex sm:flex-wrap">
        {metrics.map((metric) => (
          <div key={metric.label} className="min-w-0 border-b border-l px-4 py-3.5 sm:min-w-36 sm:flex-1">
            <dt className="text-13 text-muted">
              <Tooltip text={metric.meaning}>
                <span className="underline decoration-line decoration-dotted underline-offset-4">{metric.label}</span>
              </Tooltip>
            </dt>
            <dd className="mt-1 text-22 font-semibold sm:text-32">{metric.value}</dd>
            {metric.note && <dd className="mt-0.5 text-13 text-muted">{metric.note}</dd>}
          </div>
        ))}
      </dl>
    </section>
  );
}
