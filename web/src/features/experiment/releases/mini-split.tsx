import type { ReleaseSummary } from '@alyson/schema';
import { effectiveShares } from '../../../lib/effective-shares.ts';
import { SplitBar } from '../../../ui/split-bar.tsx';
import { useCurrentExperiment } from '../current-experiment.ts';

interface MiniSplitProps {
  /** Null: there was no release before. */
  before: ReleaseSummary | null;
  after: ReleaseSummary;
}

/** What a release changed, as two small bars. */
export const MiniSplit = ({ before, after }: MiniSplitProps) => (
  <div className="grid grid-cols-[2.5rem_1fr] items-center gap-x-2 gap-y-1 text-12 text-subtle">
    {before && (
      <>
        <span>Before</span>
        <Shares release={before} />
      </>
    )}
    <span>After</span>
    <Shares release={after} />
  </div>
);

function Shares({ release }: { release: ReleaseSummary }) {
  const { agents } = useCurrentExperiment();
  const shares = effectiveShares(
    release,
    agents.map((agent) => agent.id),
  );
  if (!shares) return <span>No agent: clicks go to the fallback</span>;
  return (
    <SplitBar
      size="sm"
      shares={agents.map((agent, i) => ({ letter: agent.letter, weightBasisPoints: shares[i] ?? 0 }))}
    />
  );
}
