import { getRouteApi } from '@tanstack/react-router';
import { GitCommitVertical } from 'lucide-react';
import { useState } from 'react';
import { Card } from '../../../ui/card.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { LoadMore } from '../../../ui/load-more.tsx';
import { ProblemState } from '../../../ui/problem-state.tsx';
import { TableSkeleton } from '../../../ui/skeleton.tsx';
import { useCurrentExperiment } from '../current-experiment.ts';
import { CompareReleasesDialog } from './compare-releases-dialog.tsx';
import { useReleases } from './queries.ts';
import { ReceiptDrawer } from './receipt-drawer.tsx';
import { ReleaseItem } from './release-item.tsx';

const route = getRouteApi('/signed-in/experiments/$experimentId/releases');

/** Every split this experiment ever had, newest first: who made it, why, and the way back to it. */
export function ReleasesTab() {
  const { id } = useCurrentExperiment();
  const releases = useReleases(id);
  const { open, compare } = route.useSearch();
  const navigate = route.useNavigate();
  const [picked, setPicked] = useState<readonly number[]>([]);
  const show = (search: { open?: number | undefined; compare?: [number, number] | undefined }) =>
    navigate({ search, resetScroll: false });
  const pick = (number: number) => {
    const next = picked.includes(number) ? picked.filter((one) => one !== number) : [...picked, number];
    const [first, second] = next;
    if (first === undefined || second === undefined) return setPicked(next);
    setPicked([]);
    void show({ compare: first < second ? [first, second] : [second, first] });
  };
  const all = releases.data ?? [];
  const byNumber = (number: number | undefined) => all.find((release) => release.number === number);
  const opened = byNumber(open);
  const [older, newer] = [byNumber(compare?.[0]), byNumber(compare?.[1])];
  return (
    <>
      <Card
        title="Releases"
        note={
          picked.length === 1
            ? `Release ${picked[0]} is picked. Pick another to compare them.`
            : 'A release is a numbered split as sent to the router. Pick two to compare them.'
        }
        padding="flush"
      >
        {releases.isPending && <TableSkeleton rows={6} columns={4} />}
        {releases.error && all.length === 0 && (
          <ProblemState error={releases.error} what="the releases" onRetry={() => void releases.refetch()} />
        )}
        {releases.data?.length === 0 && (
          <EmptyState icon={GitCommitVertical} title="No releases yet">
            The first is created when you start the experiment.
          </EmptyState>
        )}
        <ol>
          {all.map((release, i) => (
            <ReleaseItem
              key={release.number}
              release={release}
              previous={all[i + 1] ?? null}
              next={all[i - 1] ?? null}
              isPicked={picked.includes(release.number)}
              onPick={() => pick(release.number)}
            />
          ))}
        </ol>
        <LoadMore {...releases} />
      </Card>
      {opened && (
        <ReceiptDrawer
          release={opened}
          previous={byNumber(opened.number - 1) ?? null}
          next={byNumber(opened.number + 1) ?? null}
          onOpen={(number) => void show({ open: number })}
          onClose={() => void show({})}
        />
      )}
      {older && newer && <CompareReleasesDialog older={older} newer={newer} onClose={() => void show({})} />}
    </>
  );
}
