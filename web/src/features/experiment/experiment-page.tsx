import { ProblemError } from '@alyson/schema';
import { getRouteApi, Outlet } from '@tanstack/react-router';
import { FlaskConicalOff } from 'lucide-react';
import { EmptyState } from '../../ui/empty-state.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { TabLink, TabLinks } from '../../ui/tabs.tsx';
import { CurrentExperiment } from './current-experiment.ts';
import { ExperimentHeader } from './experiment-header.tsx';
import { OpenProposedChanges } from './open-proposed-changes.tsx';
import { useExperiment } from './queries.ts';

const route = getRouteApi('/signed-in/experiments/$experimentId');

/** One experiment: its head, its tabs, and the tab that is open. */
export function ExperimentPage() {
  const { experimentId } = route.useParams();
  const query = useExperiment(experimentId);
  if (!query.data && query.error instanceof ProblemError && query.error.code === 'not_found')
    return <NoSuchExperiment />;
  return (
    <>
      {!query.data && <h1 className="sr-only">Experiment</h1>}
      <QueryView query={query} what="the experiment" skeleton={<PageSkeleton />}>
        {(experiment) => (
          <CurrentExperiment value={experiment}>
            <ExperimentHeader />
            <OpenProposedChanges experimentId={experimentId} />
            <TabLinks label="Parts of the experiment" className="mb-5">
              <TabLink
                to="/experiments/$experimentId"
                params={{ experimentId }}
                activeOptions={{ exact: true, includeSearch: false }}
              >
                Results
              </TabLink>
              <TabLink to="/experiments/$experimentId/split" params={{ experimentId }}>
                Split
              </TabLink>
              <TabLink to="/experiments/$experimentId/routing" params={{ experimentId }}>
                Routing
              </TabLink>
              <TabLink to="/experiments/$experimentId/links" params={{ experimentId }}>
                Links
              </TabLink>
              <TabLink
                to="/experiments/$experimentId/releases"
                params={{ experimentId }}
                activeOptions={{ includeSearch: false }}
              >
                Releases
              </TabLink>
              <TabLink
                to="/experiments/$experimentId/grading"
                params={{ experimentId }}
                activeOptions={{ includeSearch: false }}
              >
                Grading
              </TabLink>
              <TabLink to="/experiments/$experimentId/test-click" params={{ experimentId }}>
                Test a click
              </TabLink>
              <TabLink to="/experiments/$experimentId/history" params={{ experimentId }}>
                History
              </TabLink>
              <TabLink to="/experiments/$experimentId/settings" params={{ experimentId }}>
                Settings
              </TabLink>
            </TabLinks>
            <Outlet />
          </CurrentExperiment>
        )}
      </QueryView>
    </>
  );
}

const PageSkeleton = () => (
  <>
    <Skeleton className="h-8 w-72" />
    <Skeleton className="mt-2.5 h-4 w-96 max-w-full" />
    <Skeleton className="mt-8 h-9 w-full" />
    <Skeleton className="mt-6 h-64 w-full" />
  </>
);

const NoSuchExperiment = () => (
  <>
    <PageHeader title="No such experiment" parent={{ label: 'Experiments', to: '/experiments' }} />
    <EmptyState
      icon={FlaskConicalOff}
      title="There is no experiment at this address"
      action={
        <LinkButton to="/experiments" variant="primary">
          See all experiments
        </LinkButton>
      }
    >
      The link may be cut off, or the experiment belongs to another workspace.
    </EmptyState>
  </>
);
