import type { Agent, ReleaseSummary } from '@alyson/schema';
import { ChevronLeft, ChevronRight, RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { useRefusal } from '../../../lib/me.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { formatWeight } from '../../../ui/format/percent.ts';
import { LinkButton } from '../../../ui/link-button.tsx';
import { ProblemState } from '../../../ui/problem-state.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { Instant } from '../../../ui/values/instant.tsx';
import { useCurrentExperiment } from '../current-experiment.ts';
import { previousSplit } from '../releases/previous-split.ts';
import { useReleases } from '../releases/queries.ts';
import { ReleaseExplanation } from '../releases/release-explanation.tsx';
import { ReleaseMark } from '../releases/release-mark.tsx';
import { releaseShares } from '../releases/release-shares.ts';
import { releaseText } from '../releases/release-text.ts';
import { RollBackDialog } from '../releases/roll-back-dialog.tsx';
import { splitChanges } from '../releases/split-changes.ts';
import { switchedLetter } from '../releases/switched-letter.ts';

interface WhyPanelProps {
  /** Null: the newest release. */
  selected: number | null;
  onSelect: (release: number) => void;
}

/** Why the split is what it is: one release's receipt in short, with the way back. */
export function WhyPanel({ selected, onSelect }: WhyPanelProps) {
  const { id, agents } = useCurrentExperiment();
  const releases = useReleases(id);
  const all = releases.data;
  if (!all) {
    return (
      <Card title="Why">
        {releases.error ? (
          <ProblemState error={releases.error} what="the releases" onRetry={() => void releases.refetch()} />
        ) : (
          <Skeleton className="h-60 w-full" />
        )}
      </Card>
    );
  }
  const index = Math.max(
    0,
    all.findIndex((release) => release.number === selected),
  );
  const release = all[index];
  if (!release) {
    return (
      <Card title="Why">
        <p className="text-14 text-muted">No releases yet. The first is created when you start the experiment.</p>
      </Card>
    );
  }
  const previous = all[index + 1] ?? null;
  const next = all[index - 1];
  return (
    <Card title={titleOf(release, previous, agents)}>
      <div className="mb-3 flex items-start justify-between gap-2">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-13 text-muted">
          <ReleaseMark number={release.number} cause={release.cause} />
          <span>
            {releaseText(release, switchedLetter(release, previous, agents))},{' '}
            <Instant at={release.publishedAt} as="full" />
          </span>
        </p>
        <span className="-mt-1 -mr-2 flex">
          <Step label="Previous release" icon={ChevronLeft} to={previous?.number} onSelect={onSelect} />
          <Step label="Next release" icon={ChevronRight} to={next?.number} onSelect={onSelect} />
        </span>
      </div>
      <ReleaseExplanation key={release.number} release={release} previous={previous} />
      <div className="mt-4 flex flex-wrap gap-2">
        <RollBackHere target={index === 0 ? previousSplit(all) : release} />
        <LinkButton
          size="sm"
          variant="quiet"
          to="/experiments/$experimentId/releases"
          params={{ experimentId: id }}
          search={{ open: release.number }}
        >
          Open receipt
        </LinkButton>
      </div>
    </Card>
  );
}

interface StepProps {
  label: string;
  icon: typeof ChevronLeft;
  to: number | undefined;
  onSelect: (release: number) => void;
}

const Step = ({ label, icon, to, onSelect }: StepProps) => (
  <IconButton
    label={label}
    icon={icon}
    className="size-8 aria-disabled:opacity-40"
    aria-disabled={to === undefined}
    onClick={() => to !== undefined && onSelect(to)}
  />
);

/** From the newest release the way leads back to the split before it; an older one can come back itself. */
function RollBackHere({ target }: { target: ReleaseSummary | null }) {
  const [isOpen, setIsOpen] = useState(false);
  const refusal = useRefusal('experiment:write');
  if (!target) return null;
  return (
    <>
      <Button size="sm" icon={RotateCcw} refusal={refusal} onClick={() => setIsOpen(true)}>
        Roll back to release {target.number}
      </Button>
      {isOpen && <RollBackDialog target={target} onClose={() => setIsOpen(false)} />}
    </>
  );
}

/** `Why B went from 20% to 35%`, after the agent that moved furthest. */
function titleOf(release: ReleaseSummary, previous: ReleaseSummary | null, agents: readonly Agent[]): string {
  const most = previous && splitChanges(releaseShares(previous, agents), releaseShares(release, agents))[0];
  const letter = agents.find((agent) => agent.id === most?.agentId)?.letter;
  if (!most || !letter) return `Release ${release.number}`;
  return `Why ${letter} went from ${formatWeight(most.fromBasisPoints)} to ${formatWeight(most.toBasisPoints)}`;
}
