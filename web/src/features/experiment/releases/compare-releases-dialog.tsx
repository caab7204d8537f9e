import type { ReleaseSummary } from '@alyson/schema';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Instant } from '../../../ui/values/instant.tsx';
import { useCurrentExperiment } from '../current-experiment.ts';
import { SplitTable, weightsById } from '../split/split-table.tsx';
import { ReleaseDifferences } from './release-differences.tsx';
import { releaseShares } from './release-shares.ts';
import { releaseText } from './release-text.ts';

interface CompareReleasesDialogProps {
  older: ReleaseSummary;
  newer: ReleaseSummary;
  onClose: () => void;
}

/** Two releases side by side: their splits, and all else that their routing differs by. */
export function CompareReleasesDialog({ older, newer, onClose }: CompareReleasesDialogProps) {
  const { id, agents } = useCurrentExperiment();
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title={`Releases ${older.number} and ${newer.number}`}
      footer={<Button onClick={onClose}>Close</Button>}
    >
      <SplitTable
        caption={`The splits of releases ${older.number} and ${newer.number}`}
        agents={agents}
        columns={[older, newer].map((release) => ({
          label: `Release ${release.number}`,
          weights: releaseShares(release, agents) ?? weightsById(release.weights),
        }))}
        withChange
      />
      <div className="mt-4">
        <ReleaseDifferences experimentId={id} older={older.number} newer={newer.number} />
      </div>
      <ul className="mt-4 flex flex-col gap-1.5 text-13 text-muted">
        {[newer, older].map((release) => (
          <li key={release.number}>
            {release.number}: {releaseText(release)}, <Instant at={release.publishedAt} as="full" />.
            {release.reason && ` “${release.reason}”`}
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
