import type { BuyerEvent } from '@alyson/schema';
import { Link2 } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { formatCountOf } from '../../ui/format/count.ts';
import { LinkButton } from '../../ui/link-button.tsx';
import { LoadMore } from '../../ui/load-more.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { TableSkeleton } from '../../ui/skeleton.tsx';
import { Instant } from '../../ui/values/instant.tsx';
import { Money } from '../../ui/values/money.tsx';
import { JourneyDialog } from './journey-dialog.tsx';
import { groupOrphans, type OrphanGroup } from './orphan-groups.ts';
import { OrphansTable } from './orphans-table.tsx';
import { useBuyerEvents } from './queries.ts';
import { CAUSE_TEXT } from './words.ts';

const PER_PAGE = 200;
/** Rows of a group until all are asked for. */
const FEW = 5;

/** Reports that no click was found for, by what is in the way. */
export function OrphansPage() {
  const query = useBuyerEvents({ joined: 'orphan' }, PER_PAGE);
  const [open, setOpen] = useState<BuyerEvent | null>(null);
  return (
    <>
      <PageHeader
        title="Orphans"
        facts="Reports that matched no click. They count for no experiment, and join by themselves when their click arrives."
      />
      <QueryView
        query={query}
        what="the orphans"
        skeleton={
          <div className="rounded-card border bg-surface">
            <TableSkeleton />
          </div>
        }
      >
        {(events) =>
          events.length === 0 ? (
            <Card>
              <EmptyState
                icon={Link2}
                title="No orphans"
                action={<LinkButton to="/leads">See leads and revenue</LinkButton>}
              >
                Every report that came has found its click.
              </EmptyState>
            </Card>
          ) : (
            <div className="flex flex-col gap-4">
              {groupOrphans(events).map((group) => (
                <Group key={group.cause} group={group} onOpen={setOpen} />
              ))}
              <LoadMore {...query} />
            </div>
          )
        }
      </QueryView>
      <JourneyDialog event={open} onClose={() => setOpen(null)} />
    </>
  );
}

function Group({ group, onOpen }: { group: OrphanGroup; onOpen: (event: BuyerEvent) => void }) {
  const [isWhole, setIsWhole] = useState(false);
  const { title, meaning, remedy } = CAUSE_TEXT[group.cause];
  const rest = group.events.length - FEW;
  return (
    <Card padding="flush" title={title} note={`${meaning} ${remedy}`} actions={<Stake group={group} />}>
      <OrphansTable caption={title} events={isWhole ? group.events : group.events.slice(0, FEW)} onOpen={onOpen} />
      {!isWhole && rest > 0 && (
        <div className="border-t p-3 text-center">
          <Button variant="quiet" onClick={() => setIsWhole(true)}>
            Show {rest} more
          </Button>
        </div>
      )}
    </Card>
  );
}

/** How many, how much, and when the first and the last came. */
function Stake({ group: { events, atStake, firstAt, lastAt } }: { group: OrphanGroup }) {
  return (
    <div className="text-left sm:text-right">
      <p className="text-15 font-semibold">
        {formatCountOf(events.length, 'report')}
        {atStake.map((money) => (
          <span key={money.currency}>
            , <Money value={money} />
          </span>
        ))}
      </p>
      <p className="text-13 text-muted">
        first <Instant at={firstAt} />, last <Instant at={lastAt} />
      </p>
    </div>
  );
}
