import type { ReleaseSummary } from '@alyson/schema';
import { RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { useRefusal } from '../../../lib/me.ts';
import { Button } from '../../../ui/button.tsx';
import { useCurrentExperiment } from '../current-experiment.ts';
import { previousSplit } from './previous-split.ts';
import { useReleases } from './queries.ts';
import { RollBackDialog } from './roll-back-dialog.tsx';

/** The quick way back: to the newest earlier release that split clicks differently. */
export function RollBackFromHeader() {
  const { id } = useCurrentExperiment();
  const [target, setTarget] = useState<ReleaseSummary | null>(null);
  const permission = useRefusal('experiment:write');
  const releases = useReleases(id);
  const before = releases.data ? previousSplit(releases.data) : null;
  const missing = releases.data ? 'There is no earlier split to roll back to.' : 'The releases are not read yet.';
  const refusal = permission ?? (before ? null : missing);
  return (
    <>
      <Button icon={RotateCcw} refusal={refusal} onClick={() => setTarget(before)}>
        Roll back
      </Button>
      {target && <RollBackDialog target={target} onClose={() => setTarget(null)} />}
    </>
  );
}
