import type { Prediction, ReleaseSummary, Run, WeightChange } from '@alyson/schema';
import { useState } from 'react';
import { Waterfall } from '../../ui/charts/waterfall.tsx';
import { formatPoints, signed } from '../../ui/format/change.ts';
import { formatWeight } from '../../ui/format/percent.ts';
import { Segmented } from '../../ui/segmented.tsx';
import { useCurrentExperiment } from './current-experiment.ts';
import { objectiveFormat } from './objective-format.ts';
import { useRun, useRuns } from './queries.ts';
import { splitChanges } from './split-changes.ts';
import { SplitTable, weightsById } from './split-table.tsx';
import { CAUSE_LABELS, weightChangeText } from './weight-change-text.ts';

interface ReleaseExplanationProps {
  release: ReleaseSummary;
  /** The release before it; null for the first. */
  previous: ReleaseSummary | null;
}

/** Why a release has the split it has: the optimizer's causes with their points, or the reason a person gave. */
export function ReleaseExplanation({ release, previous }: ReleaseExplanationProps) {
  const run = useRun(release.runId);
  const changes = run.data?.proposal?.changes.filter((change) => change.fromBasisPoints !== change.toBasisPoints) ?? [];
  if (release.runId !== null && run.isPending) return <p className="text-13 text-muted">Reading the receipt…</p>;
  if (run.data && changes.length > 0) return <RunExplanation run={run.data} changes={changes} />;
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

function RunExplanation({ run, changes }: { run: Run; changes: readonly WeightChange[] }) {
  const experiment = useCurrentExperiment();
  const largest = changes.toSorted((a, b) => size(b) - size(a))[0];
  const [picked, setPicked] = useState<string | null>(null);
  const previous = usePredictionsBefore(run);
  const change = changes.find((one) => one.agentId === picked) ?? largest;
  const agent = experiment.agents.find((one) => one.id === change?.agentId);
  if (!change || !agent) return null;
  const letterOf = (id: string) => experiment.agents.find((one) => one.id === id)?.letter ?? '?';
  const of = (predictions: readonly Prediction[] | undefined) =>
    predictions?.find((prediction) => prediction.agentId === change.agentId) ?? null;
  return (
    <div className="flex flex-col items-start gap-3">
      {changes.length > 1 && (
        <Segmented
          label="Agent"
          value={change.agentId as string}
          onChange={setPicked}
          options={changes.map((one) => ({ value: one.agentId, label: letterOf(one.agentId) }))}
        />
      )}
      <p className="text-14 text-pretty">
        {weightChangeText({
          letter: agent.letter,
          change,
          prediction: of(run.proposal?.predictions),
          previous: of(previous),
          limits: experiment.optimization,
          format: objectiveFormat(experiment.objective, experiment.currency),
        })}
      </p>
      <Waterfall
        label={`Why ${agent.letter} went from ${formatWeight(change.fromBasisPoints)} to ${formatWeight(change.toBasisPoints)}`}
        was={change.fromBasisPoints}
        now={change.toBasisPoints}
        causes={change.causes.map((cause) => ({ label: CAUSE_LABELS[cause.code], delta: cause.basisPoints }))}
        formatTotal={formatWeight}
        formatDelta={formatCausePoints}
      />
    </div>
  );
}

/** A part of a change: to the basis point where a tenth of a point would read as nothing. */
const formatCausePoints = (basisPoints: number): string =>
  Math.abs(basisPoints) < 10 ? signed(basisPoints, (size) => `${size / 100} pts`) : formatPoints(basisPoints);

const size = (change: WeightChange): number => Math.abs(change.toBasisPoints - change.fromBasisPoints);

/** What the graded run before this one predicted, as far as runs were read. */
function usePredictionsBefore(run: Run): readonly Prediction[] | undefined {
  const runs = useRuns(run.experimentId);
  return runs.data?.find(
    (other) => other.scheduledFor < run.scheduledFor && (other.proposal?.predictions.length ?? 0) > 0,
  )?.proposal?.predictions;
}
