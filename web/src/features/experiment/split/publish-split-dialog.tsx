import { type Experiment, ProblemError } from '@alyson/schema';
import { useState } from 'react';
import { assignedSplit } from '../../../lib/current-split.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { type AfterChoice, AfterChoiceField } from '../after-choice.tsx';
import { useCurrentExperiment } from '../current-experiment.ts';
import { useExperiment } from '../queries.ts';
import { useStartRamp } from '../ramp/queries.ts';
import { FIRST_RAMP, planRamp, type RampDraft } from '../ramp/ramp-draft.ts';
import { RampFields } from '../ramp/ramp-fields.tsx';
import { isUnderWay } from '../ramp/ramp-text.ts';
import { ReasonField, useReason } from '../reason-field.tsx';
import { useReleases } from '../releases/queries.ts';
import { releaseText } from '../releases/release-text.ts';
import { savedText } from '../saved-text.ts';
import { useWaitsForApproval } from '../waits-for-approval.ts';
import { useOverrideSplit } from './queries.ts';
import type { SplitDraft } from './split-edit.ts';
import { type SplitColumn, SplitTable } from './split-table.tsx';

interface PublishSplitDialogProps {
  draft: SplitDraft;
  warnings: readonly string[];
  /** Keeps the person's numbers and sets them against the newest experiment. */
  onRebase: (newest: Experiment) => void;
  /** Gives the person's numbers up. */
  onDiscard: () => void;
  onClose: () => void;
  onPublished: () => void;
}

/** Before against after, why, and what happens then. If somebody else published meanwhile, theirs stands beside yours. */
export function PublishSplitDialog({
  draft,
  warnings,
  onRebase,
  onDiscard,
  onClose,
  onPublished,
}: PublishSplitDialogProps) {
  const newest = useCurrentExperiment();
  const { refetch } = useExperiment(newest.id);
  const publish = useOverrideSplit(newest.id);
  const start = useStartRamp(newest.id);
  const reason = useReason();
  const [ramp, setRamp] = useState<RampDraft>(FIRST_RAMP);
  const [after, setAfter] = useState<AfterChoice>('optimize');
  const isAuto = newest.mode === 'auto';
  const isProposed = useWaitsForApproval();
  const sent = ramp.pace === 'steps' ? start : publish;
  const isStale = sent.error instanceof ProblemError && sent.error.code === 'stale_version';
  // While it is being published the version changes by this very split.
  const isConflict = newest.version !== draft.base.version && !sent.isPending && !sent.isSuccess;

  const send = () => {
    const text = reason.take();
    const isPlanned = ramp.pace === 'at_once' || planRamp(ramp, largestChange) !== null;
    if (text === null || !isPlanned) return;
    const weights = draft.entries.map((entry) => ({
      agentId: entry.agentId,
      weightBasisPoints: entry.basisPoints ?? 0,
    }));
    const version = draft.base.version;
    const body = { weights, reason: text, hold: isAuto && after === 'hold' };
    const then = {
      onSuccess: (written: Parameters<typeof savedText>[0]) => {
        onClose();
        onPublished();
        showToast(savedText(written, doneText(newest, ramp)));
      },
      onError: (error: Error) => {
        if (error instanceof ProblemError && error.code === 'stale_version') void refetch();
      },
    };
    const { stepBasisPoints, intervalMinutes, onBreach, pace } = ramp;
    if (pace === 'at_once' || stepBasisPoints === null || intervalMinutes === null)
      publish.mutate({ version, body }, then);
    else start.mutate({ version, body: { ...body, stepBasisPoints, intervalMinutes, onBreach } }, then);
  };

  const yours: SplitColumn = {
    label: 'Yours',
    weights: new Map(draft.entries.map((entry) => [entry.agentId, entry.basisPoints ?? 0])),
  };
  const before: SplitColumn = { label: 'Before', weights: assignedSplit(draft.base.agents) };
  const theirs: SplitColumn = { label: 'Theirs', weights: assignedSplit(newest.agents) };
  const largestChange = Math.max(
    0,
    ...draft.entries.map((entry) => Math.abs((entry.basisPoints ?? 0) - (before.weights.get(entry.agentId) ?? 0))),
  );
  const canRamp = newest.state === 'running' && !(newest.ramp && isUnderWay(newest.ramp)) && largestChange > 1;

  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      size={isConflict ? 'lg' : 'md'}
      title={isConflict ? 'The experiment changed while you were editing' : 'Review the new split'}
      description={isConflict ? <ConflictText draft={draft} /> : WHEN[isProposed ? 'proposed' : ramp.pace]}
      footer={
        isConflict ? (
          <>
            <Button onClick={onDiscard}>Take theirs</Button>
            <Button
              variant="primary"
              onClick={() => {
                sent.reset();
                onRebase(newest);
              }}
            >
              Go on with yours
            </Button>
          </>
        ) : (
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button variant="primary" isPending={sent.isPending} onClick={send}>
              {isProposed ? 'Send for approval' : verbOf(newest, ramp)}
            </Button>
          </>
        )
      }
    >
      <div className="flex flex-col gap-5">
        {sent.error && !isStale && (
          <Notice tone="negative" role="alert">
            Not published: {sent.error.message} Your numbers are still here.
          </Notice>
        )}
        <SplitTable
          caption={isConflict ? 'Your split, theirs, and the one before' : 'The split before and after'}
          agents={newest.agents}
          columns={isConflict ? [yours, theirs, before] : [before, { ...yours, label: 'After' }]}
          withChange={!isConflict}
        />
        {!isConflict && (
          <>
            {warnings.map((warning) => (
              <Notice key={warning} tone="warning">
                {warning}
              </Notice>
            ))}
            {newest.ramp && isUnderWay(newest.ramp) && (
              <Notice tone="warning">A ramp is under way. Publishing this split ends it where it is.</Notice>
            )}
            {canRamp && <RampFields draft={ramp} onChange={setRamp} largestChange={largestChange} />}
            {isAuto && newest.state !== 'draft' && <AfterChoiceField value={after} onChange={setAfter} />}
            <ReasonField
              reason={reason}
              {...(warnings.length > 0 && {
                hint: 'It goes past a limit: say why, so that nobody undoes it by mistake.',
              })}
            />
          </>
        )}
      </div>
    </Dialog>
  );
}

/** When clicks follow it. */
const WHEN: Readonly<Record<RampDraft['pace'] | 'proposed', string>> = {
  at_once: 'Clicks follow it as soon as the router has it.',
  steps: 'Clicks follow it step by step, each as soon as the router has it.',
  proposed: 'Clicks follow it once another person has approved it.',
};

function verbOf({ release }: Experiment, { pace }: RampDraft): string {
  if (pace === 'steps') return 'Start the ramp';
  return release ? `Publish release ${release.number + 1}` : 'Save the split';
}

function doneText({ release }: Experiment, { pace }: RampDraft): string {
  if (pace === 'steps') return 'The ramp is under way. Its first step is being published.';
  return release ? `Publishing release ${release.number + 1}.` : 'The split is saved.';
}

/** Who changed what meanwhile, as far as a release tells. */
function ConflictText({ draft }: { draft: SplitDraft }) {
  const { id } = useCurrentExperiment();
  const releases = useReleases(id);
  const newest = releases.data?.[0];
  const isNewRelease = newest !== undefined && newest.number > (draft.base.release?.number ?? 0);
  const what = isNewRelease
    ? `Release ${newest.number} was published while you were editing: ${releaseText(newest)}.`
    : 'Its settings were changed.';
  return <>{what} Your numbers are kept; compare before you publish.</>;
}
