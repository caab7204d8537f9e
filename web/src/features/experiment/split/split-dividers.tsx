import { TOTAL_BASIS_POINTS } from '@alyson/schema';
import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import { formatWeight } from '../../../ui/format/percent.ts';
import { agentNumberOf, seriesColour } from '../../../ui/series.ts';
import { DIVIDER_BIG_STEP, DIVIDER_STEP, moveDivider, type SplitEntry, sharesOf, totalOf } from './split-edit.ts';

interface SplitDividersProps {
  agents: readonly { id: string; letter: string }[];
  entries: readonly SplitEntry[];
  onChange: (entries: SplitEntry[]) => void;
  isReadOnly: boolean;
}

/** The split as one bar whose dividers can be dragged, or moved by arrow keys: half a point, with Shift five. */
export function SplitDividers({ agents, entries, onChange, isReadOnly }: SplitDividersProps) {
  const bar = useRef<HTMLDivElement>(null);
  const shares = sharesOf(entries);
  // Under 100% the rest of the bar stays empty; over it, the bar is scaled to what there is.
  const whole = Math.max(TOTAL_BASIS_POINTS, totalOf(entries));
  const percent = (share: number) => (share / whole) * 100;
  const before = (index: number) => shares.slice(0, index).reduce((sum, share) => sum + share, 0);

  const drag = (index: number) => (event: PointerEvent<HTMLElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const box = bar.current?.getBoundingClientRect();
    if (!box) return;
    const at = ((event.clientX - box.left) / box.width) * whole;
    const by = Math.round((at - before(index + 1)) / DIVIDER_STEP) * DIVIDER_STEP;
    if (by !== 0) onChange(moveDivider(entries, index, by));
  };
  const press = (index: number) => (event: KeyboardEvent) => {
    const direction = DIRECTION[event.key];
    if (!direction) return;
    event.preventDefault();
    onChange(moveDivider(entries, index, direction * (event.shiftKey ? DIVIDER_BIG_STEP : DIVIDER_STEP)));
  };

  return (
    <div ref={bar} className="relative h-12 rounded-control bg-sunken">
      <div aria-hidden="true" className="flex h-full gap-0.5 overflow-hidden rounded-control">
        {agents.map((agent, i) => (
          <span
            key={agent.id}
            className="h-full"
            style={{ width: `${percent(shares[i] ?? 0)}%`, background: seriesColour(agentNumberOf(agent.letter)) }}
          />
        ))}
      </div>
      {!isReadOnly &&
        agents.slice(0, -1).map((left, i) => {
          const right = agents[i + 1];
          if (!right) return null;
          return (
            <div
              key={left.id}
              role="slider"
              tabIndex={0}
              aria-label={`Between ${left.letter} and ${right.letter}`}
              aria-valuemin={before(i) / 100}
              aria-valuemax={before(i + 2) / 100}
              aria-valuenow={before(i + 1) / 100}
              aria-valuetext={`${left.letter} ${formatWeight(shares[i] ?? 0)}, ${right.letter} ${formatWeight(shares[i + 1] ?? 0)}`}
              onKeyDown={press(i)}
              onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
              onPointerMove={drag(i)}
              className="group absolute -inset-y-1 z-1 flex w-6 -translate-x-1/2 cursor-ew-resize touch-none items-center justify-center rounded-chip pointer-coarse:w-10"
              style={{ left: `${percent(before(i + 1))}%` }}
            >
              <span aria-hidden="true" className="h-full w-2 rounded-full border-2 border-surface bg-ink" />
            </div>
          );
        })}
    </div>
  );
}

const DIRECTION: Record<string, 1 | -1 | undefined> = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 };
