import { HOUR_MS, type Outcomes, type ReleaseSummary } from '@alyson/schema';
import { formatCountOf } from '../../../ui/format/count.ts';
import { formatDuration } from '../../../ui/format/duration.ts';
import { formatMoney } from '../../../ui/format/money.ts';
import { QueryView } from '../../../ui/query-view.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { useNow } from '../../../ui/values/now.ts';
import { useCurrentExperiment } from '../current-experiment.ts';
import { useResultsBetween } from '../results/queries.ts';

interface ServedUnderProps {
  release: ReleaseSummary;
  /** When the next release took over; null: it is still in force. */
  until: string | null;
}

/** What came of the clicks while a release was in force. The API counts them by the hour. */
export function ServedUnder({ release, until }: ServedUnderProps) {
  const { id } = useCurrentExperiment();
  const now = useNow();
  const lasted = Math.max(0, (until === null ? now : Date.parse(until)) - Date.parse(release.publishedAt));
  const results = useResultsBetween(id, release.publishedAt, until);
  if (lasted < HOUR_MS) {
    return (
      <p className="text-14 text-muted">
        In force for {formatDuration(lasted)}: too short to tell its clicks apart, which are counted by the hour.
      </p>
    );
  }
  return (
    <QueryView query={results} what="its clicks" skeleton={<Skeleton className="h-4 w-64" />}>
      {({ totals }) => <Counts totals={totals} />}
    </QueryView>
  );
}

function Counts({ totals }: { totals: Outcomes }) {
  const { currency } = useCurrentExperiment();
  return (
    <p className="text-14 text-muted">
      {formatCountOf(totals.clicks, 'click')}, {formatCountOf(totals.leads, 'lead')},{' '}
      {formatCountOf(totals.sales, 'sale')} and {formatMoney({ amountMicros: totals.revenueMicros, currency })} so far,
      in the hours it was in force.
    </p>
  );
}
