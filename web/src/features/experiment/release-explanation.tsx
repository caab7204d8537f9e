import type { ReleaseSummary } from '@alyson/schema';
import { useCurrentExperiment } from './current-experiment.ts';
import { useRun } from './queries.ts';
import { changesOf, RunExplanation } from './run-explanation.tsx';
import { splitChanges } from './split-changes.ts';
import { SplitTable, weightsById } from './split-table.tsx';

interface ReleaseExplanationProps {
  release: ReleaseSummary;
  /** The release before it; null for the first. */
  previous: ReleaseSummary | null;
}

/** Why a release has the split it has: the optimizer's causes with their points, or the reason a person gave. */
export function ReleaseExplanation({ release, previous }: ReleaseExplanationProps) {
  const run = useRun(release.runId);
  if (release.runId !== null && run.isPending) return <p className="text-13 text-muted">Reading the receipt…</p>;
  if (run.data && changesOf(run.data).length > 0) return <RunExplanation run={run.data} />;
  return <PersonExplanation release={release} previous={previous} />;
}

function PersonExplanation({ release, previous }: ReleaseExplanationProps) {
  const { agents } = useCurrentExperiment();
  const isChanged = previous !== null && splitChanges(previous.weights, release.weights).length > 0;
  return (
    <div className="flex flex-col gap-3">
      {release.reason && <p className="border-l-2 border-field pl-3 text-14">“{release.reason}”</p>}
      {isChanged ? (
        <SplitTable
          caption="The split before and after"
          agents={agents}
          columns={[
            { label: 'Before', weights: weightsById(previous.weights) },
            { label: 'After', weights: weightsById(release.weights) },
          ]}
          withChange
        />
      ) : (
        <p className="text-14 text-muted">
          {previous ? 'It did not change the weights.' : 'It is the first split of this experiment.'}
        </p>
      )}
    </div>
  );
}
