import { History } from 'lucide-react';
import { useAudit } from '../../lib/audit.ts';
import { AuditDays } from '../../ui/audit/audit-days.tsx';
import { Card } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { useHeldRows } from '../../ui/held-rows.ts';
import { LoadMore } from '../../ui/load-more.tsx';
import { NewRowsButton } from '../../ui/new-rows-button.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { TableSkeleton } from '../../ui/skeleton.tsx';
import { useCurrentExperiment } from './current-experiment.ts';

/** Every change of the experiment, its agents and its links: who, when, why, before and after. */
export function HistoryTab() {
  const { id } = useCurrentExperiment();
  const query = useAudit(id);
  const { shown, waiting, showAll } = useHeldRows(query.data, id);
  return (
    <Card padding="flush" title="History" note="Every change, who or what made it, and why. Entries are never altered.">
      <QueryView query={query} what="the history" skeleton={<TableSkeleton rows={6} columns={2} />}>
        {() =>
          shown.length === 0 ? (
            <EmptyState icon={History} title="Nothing has changed yet">
              Each change of the experiment is written down here.
            </EmptyState>
          ) : (
            <>
              <NewRowsButton count={waiting} onShow={showAll} />
              <AuditDays entries={shown} />
              <LoadMore {...query} />
            </>
          )
        }
      </QueryView>
    </Card>
  );
}
