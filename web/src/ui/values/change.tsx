import { ArrowDown, ArrowUp, Minus } from 'lucide-react';
import { directionOf, formatPoints } from '../format/change.ts';

const ICON = { up: ArrowUp, down: ArrowDown, same: Minus };

/** A change of weight with its arrow: `+15 pts`. Without colour: more clicks are neither good nor bad. */
export function PointsChange({ basisPoints }: { basisPoints: number }) {
  const Icon = ICON[directionOf(basisPoints)];
  return (
    <span className="inline-flex items-center gap-1 whitespace-nowrap text-muted">
      <Icon aria-hidden="true" className="size-3.5" strokeWidth={2} />
      {formatPoints(basisPoints)}
    </span>
  );
}
