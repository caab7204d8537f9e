import { MousePointerClick } from 'lucide-react';
import { Card } from '../../../ui/card.tsx';
import { ClickTable } from '../../../ui/click-table.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { LinkButton } from '../../../ui/link-button.tsx';
import { QueryView } from '../../../ui/query-view.tsx';
import { TableSkeleton } from '../../../ui/skeleton.tsx';
import { useCurrentExperiment } from '../current-experiment.ts';
import { useNewestClicks } from './queries.ts';

/** The last clicks of the experiment, within two seconds of their coming. */
export function NewestClicks() {
  const { id } = useCurrentExperiment();
  const clicks = useNewestClicks(id);
  return (
    <Card
      title="Last clicks"
      padding="flush"
      actions={
        <LinkButton size="sm" variant="quiet" to="/live" search={{ experiment: id }}>
          Watch live
        </LinkButton>
      }
    >
      <QueryView query={clicks} what="the last clicks" skeleton={<TableSkeleton rows={5} />}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState icon={MousePointerClick} title="No clicks yet">
              A click on one of the experiment's links appears here within two seconds.
            </EmptyState>
          ) : (
            <ClickTable caption="Last clicks, newest first" clicks={items} />
          )
        }
      </QueryView>
    </Card>
  );
}
