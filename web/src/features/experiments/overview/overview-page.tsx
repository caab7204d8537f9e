import type { ExperimentListItem } from '@alyson/schema';
import { useQueries, useQuery } from '@tanstack/react-query';
import { FlaskConical, Plus } from 'lucide-react';
import { attentionQuery } from '../../../lib/attention.ts';
import { buyersQuery, useOrphanCount } from '../../../lib/buyers.ts';
import { edgesQuery } from '../../../lib/edges.ts';
import { experimentsQuery } from '../../../lib/experiments.ts';
import { useMe } from '../../../lib/me.ts';
import { Card } from '../../../ui/card.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { LinkButton, TextLink } from '../../../ui/link-button.tsx';
import { PageHeader } from '../../../ui/page-header.tsx';
import { QueryView } from '../../../ui/query-view.tsx';
import { Skeleton, TableSkeleton } from '../../../ui/skeleton.tsx';
import { useNow } from '../../../ui/values/now.ts';
import { ExperimentsTable } from '../experiments-table.tsx';
import { experimentQuery } from '../queries.ts';
import { statusOf } from '../status.ts';
import { type Attention, findAttention } from './attention.ts';
import { AttentionCard } from './attention-card.tsx';
import { ClickLedgerCard } from './click-ledger-card.tsx';
import { addUp } from './earnings.ts';
import { EarningsStrip } from './earnings-strip.tsx';

/** Experiments in the table here; the rest are a link away. */
const MOST_ROWS = 8;
/** Of more running experiments than this, only the newest changes are checked for releases that do not arrive. */
const MOST_CHECKED = 20;

const newButton = (
  <LinkButton to="/experiments/new" variant="primary" icon={Plus}>
    New experiment
  </LinkButton>
);

/** What needs attention, and what was earned. */
export function OverviewPage() {
  const { workspace } = useMe();
  const query = useQuery(experimentsQuery());
  return (
    <>
      <PageHeader title="Overview" facts="The last 14 days, by date of click." actions={newButton} />
      <QueryView query={query} what="the experiments" skeleton={<OverviewSkeleton />}>
        {({ items }) =>
          items.length === 0 ? (
            <Card>
              <EmptyState icon={FlaskConical} title="No experiments yet" action={newButton}>
                Create one: give it two landing pages and a link, start it, and what its clicks earn appears here.
              </EmptyState>
            </Card>
          ) : (
            <Content items={items} checkedAt={query.dataUpdatedAt} currency={workspace.currency} />
          )
        }
      </QueryView>
    </>
  );
}

interface ContentProps {
  items: readonly ExperimentListItem[];
  checkedAt: number;
  currency: string;
}

function Content({ items, checkedAt, currency }: ContentProps) {
  const found = useAttention(items);
  // What needs attention stands on top: it waits until all is known, so that nothing below it moves.
  if (!found) return <OverviewSkeleton />;
  return (
    <div className="flex flex-col gap-4">
      <AttentionCard items={found} checkedAt={checkedAt} />
      <EarningsStrip earnings={addUp(items, currency)} />
      <ActiveExperiments items={items} />
      <ClickLedgerCard />
    </div>
  );
}

/** Null until everything that could need attention has been asked. */
function useAttention(experiments: readonly ExperimentListItem[]): Attention[] | null {
  const now = useNow();
  const buyers = useQuery(buyersQuery);
  const orphans = useOrphanCount();
  const edges = useQuery(edgesQuery);
  const noticed = useQuery(attentionQuery);
  const running = useQueries({
    queries: experiments
      .filter((item) => item.state === 'running')
      .slice(0, MOST_CHECKED)
      .map((item) => experimentQuery(item.id)),
    combine: (results) => ({
      isPending: results.some((result) => result.isPending),
      experiments: results.flatMap(({ data }) => data ?? []),
    }),
  });
  if (buyers.isPending || edges.isPending || noticed.isPending || running.isPending) return null;
  return findAttention({
    experiments,
    running: running.experiments,
    buyers: buyers.data?.items ?? [],
    orphans: orphans ?? 0,
    noticed: noticed.data?.items ?? [],
    edges: edges.data?.items ?? [],
    now,
  });
}

function ActiveExperiments({ items }: { items: readonly ExperimentListItem[] }) {
  const active = items.filter((item) => statusOf(item) !== 'ended').slice(0, MOST_ROWS);
  const isCut = active.length < items.length;
  return (
    <Card
      title="Experiments"
      note={
        isCut &&
        `${active.length} of ${items.length}: what changed last, without ended ones. The figures above are of all ${items.length}.`
      }
      padding="flush"
      actions={
        <TextLink to="/experiments" className="text-13">
          All {items.length}
        </TextLink>
      }
    >
      <ExperimentsTable items={active} />
    </Card>
  );
}

function OverviewSkeleton() {
  return (
    <div className="flex flex-col gap-4">
      <Skeleton className="h-13 w-full rounded-card" />
      <Skeleton className="h-28 w-full rounded-card" />
      <div className="rounded-card border bg-surface">
        <TableSkeleton />
      </div>
    </div>
  );
}
