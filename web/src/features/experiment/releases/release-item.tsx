import type { ReleaseSummary } from '@alyson/schema';
import { RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { useRefusal } from '../../../lib/me.ts';
import { Button } from '../../../ui/button.tsx';
import { formatDuration } from '../../../ui/format/duration.ts';
import { LinkButton } from '../../../ui/link-button.tsx';
import { Instant } from '../../../ui/values/instant.tsx';
import { useNow } from '../../../ui/values/now.ts';
import { useZone } from '../../../ui/values/zone.tsx';
import { useCurrentExperiment } from '../current-experiment.ts';
import { MiniSplit } from './mini-split.tsx';
import { ReleaseMark } from './release-mark.tsx';
import { stateText } from './release-state.tsx';
import { releaseText } from './release-text.ts';
import { RollBackDialog } from './roll-back-dialog.tsx';
import { sinceText } from './since-text.ts';
import { switchedLetter } from './switched-letter.ts';

interface ReleaseItemProps {
  release: ReleaseSummary;
  previous: ReleaseSummary | null;
  next: ReleaseSummary | null;
  isPicked: boolean;
  onPick: () => void;
}

/** One release of the timeline. */
export function ReleaseItem({ release, previous, next, isPicked, onPick }: ReleaseItemProps) {
  const { id, agents } = useCurrentExperiment();
  return (
    <li className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-3 border-b px-4 py-3.5 last:border-b-0 md:grid-cols-[84px_minmax(0,1fr)_184px_196px] md:items-center md:gap-x-5">
      <label className="flex min-h-6 items-center gap-3 self-start pt-0.5">
        <input
          type="checkbox"
          checked={isPicked}
          onChange={onPick}
          aria-label={`Compare release ${release.number}`}
          className="size-4 accent-ink"
        />
        <ReleaseMark number={release.number} cause={release.cause} />
      </label>
      <div className="min-w-0">
        <p className="flex flex-wrap gap-x-2 text-14">
          <span className="font-medium">{releaseText(release, switchedLetter(release, previous, agents))}</span>
          <span className="text-muted">
            <Instant at={release.publishedAt} as="full" />
          </span>
        </p>
        {release.reason && (
          <p className="text-13 text-pretty text-muted [overflow-wrap:anywhere]">“{release.reason}”</p>
        )}
        <InForce release={release} next={next} />
      </div>
      <div className="max-md:col-start-2">
        <MiniSplit before={previous} after={release} />
      </div>
      <div className="flex gap-1 max-md:col-start-2 max-md:-ml-2.5 md:justify-end">
        <LinkButton
          size="sm"
          variant="quiet"
          to="/experiments/$experimentId/releases"
          params={{ experimentId: id }}
          search={{ open: release.number }}
          resetScroll={false}
        >
          Receipt<span className="sr-only"> of release {release.number}</span>
        </LinkButton>
        <RollBackButton release={release} isNewest={next === null} />
      </div>
    </li>
  );
}

/** How long it was, or has been, what the router routes by. */
function InForce({ release, next }: { release: ReleaseSummary; next: ReleaseSummary | null }) {
  const zone = useZone();
  const now = useNow();
  if (!next) {
    return (
      <p role="status" className="text-13 text-muted first-letter:uppercase">
        {stateText(release.status, sinceText(release.confirmedAt ?? release.publishedAt, zone, now))}
      </p>
    );
  }
  const lasted = Date.parse(next.publishedAt) - Date.parse(release.publishedAt);
  return <p className="text-13 text-subtle">In force for {formatDuration(lasted)}</p>;
}

/** Any release but the newest can come back. */
function RollBackButton({ release, isNewest }: { release: ReleaseSummary; isNewest: boolean }) {
  const { state } = useCurrentExperiment();
  const [isOpen, setIsOpen] = useState(false);
  const permission = useRefusal('experiment:write');
  const isOver = state !== 'running' && state !== 'paused';
  if (isNewest || isOver) return null;
  return (
    <>
      <Button size="sm" variant="quiet" icon={RotateCcw} refusal={permission} onClick={() => setIsOpen(true)}>
        Roll back<span className="sr-only"> to release {release.number}</span>
      </Button>
      {isOpen && <RollBackDialog target={release} onClose={() => setIsOpen(false)} />}
    </>
  );
}
