import { getRouteApi } from '@tanstack/react-router';
import { GraduationCap } from 'lucide-react';
import { Card } from '../../../ui/card.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { LoadMore } from '../../../ui/load-more.tsx';
import { ProblemState } from '../../../ui/problem-state.tsx';
import { TableSkeleton } from '../../../ui/skeleton.tsx';
import { useCurrentExperiment } from '../current-experiment.ts';
import { GradeMatrix } from './grade-matrix.tsx';
import { useRuns } from './queries.ts';
import { RunDrawer } from './run-drawer.tsx';
import { RunNow } from './run-now.tsx';

const route = getRouteApi('/signed-in/experiments/$experimentId/grading');

/** Every grading run: which grades it gave, and what it did about them. */
export function GradingTab() {
  const { id } = useCurrentExperiment();
  const runs = useRuns(id);
  const { open } = route.useSearch();
  const navigate = route.useNavigate();
  const show = (runId?: string) => void navigate({ search: { open: runId }, resetScroll: false });
  const all = runs.data ?? [];
  return (
    <div className="flex flex-col gap-4">
      <RunNow isGrading={all.some((run) => run.state === 'queued' || run.state === 'running')} />
      <Card
        title="Grades by run"
        note="Newest first. Open a run to see what it was decided on, and why."
        padding="flush"
      >
        {runs.isPending && <TableSkeleton rows={4} />}
        {runs.error && all.length === 0 && (
          <ProblemState error={runs.error} what="the grading runs" onRetry={() => void runs.refetch()} />
        )}
        {runs.data?.length === 0 && (
          <EmptyState icon={GraduationCap} title="No grading runs yet">
            The first comes on schedule, or when you run grading now.
          </EmptyState>
        )}
        {all.length > 0 && <GradeMatrix runs={all} onOpen={show} />}
        <LoadMore {...runs} />
      </Card>
      {open && <RunDrawer runId={open} onClose={() => show()} />}
    </div>
  );
}
