import type { ReleaseSummary } from '@alyson/schema';
import { formatCountOf } from '../../ui/format/count.ts';
import { formatMoney } from '../../ui/format/money.ts';
import { QueryView } from '../../ui/query-view.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useCurrentExperiment } from './current-experiment.ts';
import { useResultsBetween } from './queries.ts';

interface ServedUnderProps {
  release: ReleaseSummary;
  /** When the next release took over; null: it is still in force. */
  until: string | null;
}

/** What came of the clicks that a release routed. */
export function ServedUnder({ release, until }: ServedUnderProps) {
  const { id, currency } = useCurrentExperiment();
  const results = useResultsBetween(id, release.publishedAt, until);
  return (
    <QueryView query={results} what="its clicks" skeleton={<Skeleton className="h-4 w-64" />}>
      {({ totals }) => (
        <p className="text-14 text-muted">
          {formatCountOf(totals.clicks, 'click')}, {formatCountOf(totals.leads, 'lead')},{' '}
          {formatCountOf(totals.sales, 'sale')} and {formatMoney({ amountMicros: totals.revenueMicros, currency })} so
          far.
        </p>
      )}
    </QueryView>
  );
}
