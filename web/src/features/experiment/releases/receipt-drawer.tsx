import type { ReleaseSummary } from '@alyson/schema';
import { ChevronLeft, ChevronRight, RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { useRefusal } from '../../../lib/me.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { Drawer } from '../../../ui/drawer.tsx';
import { Instant } from '../../../ui/values/instant.tsx';
import { useNow } from '../../../ui/values/now.ts';
import { useZone } from '../../../ui/values/zone.tsx';
import { useCurrentExperiment } from '../current-experiment.ts';
import { PredictionsTable } from '../grading/predictions-table.tsx';
import { useRun } from '../grading/queries.ts';
import { Part } from '../part.tsx';
import { SplitTable, weightsById } from '../split/split-table.tsx';
import { isSameSplit } from './previous-split.ts';
import { ReleaseExplanation } from './release-explanation.tsx';
import { ReleaseMark } from './release-mark.tsx';
import { ReleasePlaces } from './release-places.tsx';
import { releaseShares } from './release-shares.ts';
import { stateText } from './release-state.tsx';
import { releaseText } from './release-text.ts';
import { RollBackDialog } from './roll-back-dialog.tsx';
import { ServedUnder } from './served-under.tsx';
import { sinceText } from './since-text.ts';
import { switchedLetter } from './switched-letter.ts';

interface ReceiptDrawerProps {
  release: ReleaseSummary;
  previous: ReleaseSummary | null;
  next: ReleaseSummary | null;
  onOpen: (number: number) => void;
  onClose: () => void;
}

/** A release's receipt: who moved the split, from what to what, why, what it was decided on, and how to undo it. */
export function ReceiptDrawer({ release, previous, next, onOpen, onClose }: ReceiptDrawerProps) {
  const { id, agents } = useCurrentExperiment();
  const run = useRun(release.runId);
  const zone = useZone();
  const now = useNow();
  const proposal = run.data?.proposal;
  return (
    <Drawer
      onClose={onClose}
      title={
        <span className="flex items-center gap-2.5">
          <ReleaseMark number={release.number} cause={release.cause} /> Release {release.number}
        </span>
      }
      description={
        <>
          {releaseText(release, switchedLetter(release, previous, agents))},{' '}
          <Instant at={release.publishedAt} as="full" />
        </>
      }
      tools={
        <>
          <StepButton label="Previous release" icon={ChevronLeft} to={previous} onOpen={onOpen} />
          <StepButton label="Next release" icon={ChevronRight} to={next} onOpen={onOpen} />
        </>
      }
    >
      <div className="flex flex-col gap-7">
        <Part title="Why">
          {release.rollbackOf !== null && <p className="mb-3 text-14">Same weights as release {release.rollbackOf}.</p>}
          <ReleaseExplanation key={release.number} release={release} previous={previous} />
        </Part>
        {proposal && (
          <Part title="What it was decided on">
            <PredictionsTable proposal={proposal} />
          </Part>
        )}
        {proposal && previous && (
          <Part title="The whole split">
            <SplitTable
              caption="The split before and after"
              agents={agents}
              columns={[
                { label: 'Before', weights: releaseShares(previous, agents) ?? weightsById(previous.weights) },
                { label: 'After', weights: releaseShares(release, agents) ?? weightsById(release.weights) },
              ]}
              withChange
            />
          </Part>
        )}
        <Part title="While it was in force">
          {!next && (
            <p className="mb-2 text-14 first-letter:uppercase">
              {stateText(release.status, sinceText(release.confirmedAt ?? release.publishedAt, zone, now))}.
            </p>
          )}
          <ServedUnder release={release} until={next?.publishedAt ?? null} />
        </Part>
        {!next && (
          <Part title="Where it is">
            <ReleasePlaces experimentId={id} />
          </Part>
        )}
        <UndoOrRollBack release={release} previous={previous} isNewest={next === null} />
      </div>
    </Drawer>
  );
}

interface StepButtonProps {
  label: string;
  icon: typeof ChevronLeft;
  to: ReleaseSummary | null;
  onOpen: (number: number) => void;
}

const StepButton = ({ label, icon, to, onOpen }: StepButtonProps) => (
  <IconButton
    label={label}
    icon={icon}
    className="aria-disabled:opacity-40"
    aria-disabled={to === null}
    onClick={() => to && onOpen(to.number)}
  />
);

/** The newest release is undone by the one before it; an older one comes back itself. */
function UndoOrRollBack({
  release,
  previous,
  isNewest,
}: {
  release: ReleaseSummary;
  previous: ReleaseSummary | null;
  isNewest: boolean;
}) {
  const { state } = useCurrentExperiment();
  const [isOpen, setIsOpen] = useState(false);
  const refusal = useRefusal('experiment:write');
  const target = isNewest ? previous : release;
  // A release that left the split as it was has nothing to undo.
  const isUndone = isNewest && target !== null && isSameSplit(target.weights, release.weights);
  if (!target || isUndone || (state !== 'running' && state !== 'paused')) return null;
  return (
    <div>
      <Button icon={RotateCcw} refusal={refusal} onClick={() => setIsOpen(true)}>
        {isNewest ? `Undo, back to release ${target.number}` : `Roll back to release ${target.number}`}
      </Button>
      {isOpen && <RollBackDialog target={target} onClose={() => setIsOpen(false)} />}
    </div>
  );
}
