import { ArrowDown, ArrowUp, Minus } from 'lucide-react';
import { type Direction, directionOf, formatChange, formatPoints } from '../format/change.ts';

const ICON = { up: ArrowUp, down: ArrowDown, same: Minus };
const COLOUR: Record<Direction, string> = { up: 'text-positive', down: 'text-negative', same: 'text-muted' };

/** Text with an arrow; colour comes on top and only where more is better. */
function Arrowed({ direction, isNeutral, children }: { direction: Direction; isNeutral?: boolean; children: string }) {
  const Icon = ICON[direction];
  return (
    <span
      className={`inline-flex items-center gap-1 whitespace-nowrap ${isNeutral ? 'text-muted' : COLOUR[direction]}`}
    >
      <Icon aria-hidden="true" className="size-3.5" strokeWidth={2} />
      {children}
    </span>
  );
}

/** A change of weight: `+15 pts`. Neutral: more clicks are neither good nor bad. */
export function PointsChange({ basisPoints }: { basisPoints: number }) {
  return (
    <Arrowed direction={directionOf(basisPoints)} isNeutral>
      {formatPoints(basisPoints)}
    </Arrowed>
  );
}

interface ValueChangeProps {
  from: number;
  to: number;
  /** Writes the size of the change. */
  format: (size: number) => string;
}

/** A change of a value of which more is better: `+$0.12 (+6.9%)`. */
export function ValueChange({ from, to, format }: ValueChangeProps) {
  return <Arrowed direction={directionOf(to - from)}>{formatChange(from, to, format)}</Arrowed>;
}
