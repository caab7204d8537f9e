import type { ReleaseSummary } from '@alyson/schema';
import { useCurrentExperiment } from '../current-experiment.ts';
import { useRun } from '../grading/queries.ts';
import { changesOf, RunExplanation } from '../grading/run-explanation.tsx';
import { SplitTable } from '../split/split-table.tsx';
import { releaseShares } from './release-shares.ts';
import { splitChanges } from './split-changes.ts';

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
  const before = previous && releaseShares(previous, agents);
  const after = releaseShares(release, agents);
  return (
    <div className="flex flex-col gap-3">
      {release.reason && <p className="border-l-2 border-field pl-3 text-14">“{release.reason}”</p>}
      {before && after && splitChanges(before, after).length > 0 ? (
        <SplitTable
          caption="Shares of clicks before and after"
          agents={agents}
          columns={[
            { label: 'Before', weights: before },
            { label: 'After', weights: after },
          ]}
          withChange
        />
      ) : (
        <p className="text-14 text-muted">{unchangedText(previous, before, after)}</p>
      )}
    </div>
  );
}

type Shares = ReadonlyMap<string, number> | null;

function unchangedText(previous: ReleaseSummary | null, before: Shares, after: Shares): string {
  if (!previous) return 'It is the first split of this experiment.';
  if (!after) return 'Every click goes to the fallback page.';
  return before ? 'The split stayed as it was.' : 'Clicks go to the agents again, by the split as it was.';
}
