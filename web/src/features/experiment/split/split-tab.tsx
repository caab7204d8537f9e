import { useState } from 'react';
import { Notice } from '../../../ui/notice.tsx';
import { useCurrentExperiment } from '../current-experiment.ts';
import { RampCard } from '../ramp/ramp-card.tsx';
import { SplitEditor } from './split-editor.tsx';

/** Where a person sets the split. */
export function SplitTab() {
  const experiment = useCurrentExperiment();
  const [published, setPublished] = useState(0);
  return (
    <>
      <h2 className="sr-only">Split</h2>
      {(experiment.state === 'completed' || experiment.state === 'archived') && (
        <Notice className="mb-4">The experiment has ended, so its split no longer routes clicks.</Notice>
      )}
      <RampCard />
      {/* A published split is where the next edit starts from. */}
      <SplitEditor key={published} onPublished={() => setPublished(published + 1)} />
    </>
  );
}
