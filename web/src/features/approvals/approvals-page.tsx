import type { ProposedChangeState } from '@alyson/schema';
import { getRouteApi } from '@tanstack/react-router';
import { CheckCheck } from 'lucide-react';
import { Card } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { LoadMore } from '../../ui/load-more.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { TableSkeleton } from '../../ui/skeleton.tsx';
import { TabLink, TabLinks } from '../../ui/tabs.tsx';
import { ProposedChangeItem } from './proposed-change-item.tsx';
import { useProposedChanges } from './queries.ts';

const route = getRouteApi('/signed-in/approvals');

const STATES: readonly { value: ProposedChangeState | undefined; label: string }[] = [
  { value: undefined, label: 'Waiting' },
  { value: 'approved', label: 'Approved' },
  { value: 'refused', label: 'Refused' },
  { value: 'withdrawn', label: 'Withdrawn' },
  { value: 'stale', label: 'Stale' },
];

/** Changes of live experiments that wait for a second person, and what became of the others. */
export function ApprovalsPage() {
  const { state, experiment } = route.useSearch();
  const navigate = route.useNavigate();
  const query = useProposedChanges({ state: state ?? 'open', experimentId: experiment });
  return (
    <>
      <PageHeader
        title="Approvals"
        facts="Where the workspace asks for it, a second person approves what alters where a live experiment's clicks go. Pausing, holding and turning an agent off never wait."
      />
      <TabLinks label="States" className="mb-4">
        {STATES.map(({ value, label }) => (
          <TabLink
            key={label}
            to="/approvals"
            search={(old) => ({ ...old, state: value })}
            activeOptions={{ explicitUndefined: true }}
          >
            {label}
          </TabLink>
        ))}
      </TabLinks>
      {experiment && (
        <Notice className="mb-4">
          Only changes of one experiment.{' '}
          <button
            type="button"
            className="rounded-sm font-medium underline underline-offset-3"
            onClick={() => void navigate({ search: { state } })}
          >
            Show all
          </button>
        </Notice>
      )}
      <Card padding="flush">
        <QueryView query={query} what="the proposed changes" skeleton={<TableSkeleton rows={3} columns={2} />}>
          {(proposed) =>
            proposed.length === 0 ? (
              <EmptyState icon={CheckCheck} title={state ? 'There are none' : 'Nothing waits for approval'}>
                {state ? 'No proposed change ended so.' : 'A change that needs a second person shows up here.'}
              </EmptyState>
            ) : (
              <>
                <ul>
                  {proposed.map((proposed) => (
                    <ProposedChangeItem key={proposed.id} proposed={proposed} />
                  ))}
                </ul>
                <LoadMore {...query} />
              </>
            )
          }
        </QueryView>
      </Card>
    </>
  );
}
