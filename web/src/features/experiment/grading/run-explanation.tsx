import type { Prediction, Run, WeightChange } from '@alyson/schema';
import { useState } from 'react';
import { Waterfall } from '../../../ui/charts/waterfall.tsx';
import { formatPoints } from '../../../ui/format/change.ts';
import { formatWeight } from '../../../ui/format/percent.ts';
import { Segmented } from '../../../ui/segmented.tsx';
import { useCurrentExperiment } from '../current-experiment.ts';
import { objectiveFormat } from '../objective-format.ts';
import { useRuns } from './queries.ts';
import { roundedChange } from './rounded-change.ts';
import { CAUSE_LABELS, weightChangeText } from './weight-change-text.ts';

/** The weights that a run wanted to move. */
export const changesOf = (run: Run): WeightChange[] =>
  run.proposal?.changes.filter((change) => change.fromBasisPoints !== change.toBasisPoints) ?? [];

/** Why a run moved the weights: one agent at a time, in words and as a waterfall. Nothing without a change. */
export function RunExplanation({ run }: { run: Run }) {
  const experiment = useCurrentExperiment();
  const changes = changesOf(run);
  const largest = changes.toSorted((a, b) => size(b) - size(a))[0];
  const [picked, setPicked] = useState<string | null>(null);
  const previous = usePredictionsBefore(run);
  const chosen = changes.find((one) => one.agentId === picked) ?? largest;
  const agent = experiment.agents.find((one) => one.id === chosen?.agentId);
  if (!chosen || !agent) return null;
  const change = roundedChange(chosen);
  const letterOf = (id: string) => experiment.agents.find((one) => one.id === id)?.letter ?? '?';
  const of = (predictions: readonly Prediction[] | undefined) =>
    predictions?.find((prediction) => prediction.agentId === change.agentId) ?? null;
  return (
    <div className="flex flex-col items-start gap-3">
      {changes.length > 1 && (
        <Segmented
          size="sm"
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
        formatDelta={formatPoints}
      />
    </div>
  );
}

const size = (change: WeightChange): number => Math.abs(change.toBasisPoints - change.fromBasisPoints);

/** What the graded run before this one predicted, as far as runs were read. */
function usePredictionsBefore(run: Run): readonly Prediction[] | undefined {
  const runs = useRuns(run.experimentId);
  return runs.data?.find(
    (other) => other.scheduledFor < run.scheduledFor && (other.proposal?.predictions.length ?? 0) > 0,
  )?.proposal?.predictions;
}
