import { sumOfWeights } from '@alyson/schema';
import { formatSplit } from './format/percent.ts';
import { agentNumberOf, seriesColour } from './series.ts';

interface SplitBarProps {
  shares: readonly { letter: string; weightBasisPoints: number }[];
  size?: 'sm' | 'md';
}

/** A split as one stacked bar. In words for those who do not see it; no text stands on the colours. */
export function SplitBar({ shares, size = 'md' }: SplitBarProps) {
  const weights = shares.map((share) => share.weightBasisPoints);
  const texts = formatSplit(weights);
  // Weights under 100% leave the rest of the bar empty; over it, the bar is scaled to what there is.
  const whole = Math.max(10_000, sumOfWeights(weights));
  return (
    <div
      role="img"
      aria-label={shares.map((share, index) => `${share.letter} ${texts[index]}`).join(', ')}
      className={`flex w-full gap-0.5 overflow-hidden rounded-chip bg-sunken ${size === 'md' ? 'h-6' : 'h-2.5'}`}
    >
      {shares.map(
        (share) =>
          share.weightBasisPoints > 0 && (
            <span
              key={share.letter}
              className="h-full min-w-0.5 transition-[width] duration-180"
              style={{
                width: `${(share.weightBasisPoints / whole) * 100}%`,
                background: seriesColour(agentNumberOf(share.letter)),
              }}
            />
          ),
      )}
    </div>
  );
}
