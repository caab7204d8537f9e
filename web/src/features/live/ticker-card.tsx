import type { ClickSummary } from '@alyson/schema';
import type { UseQueryResult } from '@tanstack/react-query';
import { MousePointerClick } from 'lucide-react';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { ClickTable } from '../../ui/click-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { TableSkeleton } from '../../ui/skeleton.tsx';
import { NewClicks } from './new-clicks.tsx';
import type { TickerView } from './ticker.ts';
import type { Hold } from './use-hold.ts';

interface TickerProps {
  query: UseQueryResult<ClickSummary[]>;
  view: TickerView<ClickSummary>;
  hold: Hold<ClickSummary>;
  /** They are of several experiments. */
  withExperiment: boolean;
  isFiltered: boolean;
  onClearFilters: () => void;
}

/** The newest clicks. The rows stand still under the pointer and the focus; what comes meanwhile waits behind a button. */
export function Ticker({ query, view, hold, withExperiment, isFiltered, onClearFilters }: TickerProps) {
  return (
    <Card
      title="Clicks"
      note="The newest first; a click's outcome fills in when a buyer reports it."
      padding="flush"
      // In the head its coming and going moves no row.
      actions={<NewClicks waiting={view.waiting} isAtLeast={view.isAtLeast} onShow={hold.catchUp} />}
    >
      <QueryView query={query} what="the clicks" skeleton={<TableSkeleton rows={10} />}>
        {() =>
          view.shown.length === 0 && view.waiting === 0 ? (
            <NoClicks isFiltered={isFiltered} onClearFilters={onClearFilters} />
          ) : (
            <div ref={hold.rowsRef}>
              <ClickTable caption="Clicks, newest first" clicks={view.shown} withExperiment={withExperiment} />
            </div>
          )
        }
      </QueryView>
    </Card>
  );
}

function NoClicks({ isFiltered, onClearFilters }: Pick<TickerProps, 'isFiltered' | 'onClearFilters'>) {
  if (isFiltered) {
    return (
      <EmptyState
        icon={MousePointerClick}
        title="No clicks match these filters"
        action={<Button onClick={onClearFilters}>Clear filters</Button>}
      />
    );
  }
  return (
    <EmptyState icon={MousePointerClick} title="No clicks yet">
      A click on the link of a running experiment appears here within two seconds.
    </EmptyState>
  );
}
