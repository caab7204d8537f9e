/** One step of a waterfall: something that raised or lowered the running value. */
export interface WaterfallCause {
  label: string;
  delta: number;
}

export interface WaterfallBar {
  label: string;
  kind: 'total' | 'toward' | 'against';
  /** The ends of the bar on the value axis, `from` where the running value stood before. */
  from: number;
  to: number;
  /** What to write beside it: the value of a total, the signed change of a cause. */
  value: number;
}

/**
 * The bars of a change: where it was, each cause in turn, where it is now. A cause counts as `toward` when it moved
 * the value in the direction of the whole change. What the causes leave over is shown, never spread over them.
 */
export function waterfallBars(was: number, now: number, causes: readonly WaterfallCause[]): WaterfallBar[] {
  const direction = Math.sign(now - was) || 1;
  const explained = causes.reduce((sum, cause) => sum + cause.delta, 0);
  const rest = now - was - explained;
  const steps = rest === 0 ? causes : [...causes, { label: 'Not explained', delta: rest }];
  let running = was;
  const bars = steps
    .filter((step) => step.delta !== 0)
    .map((step): WaterfallBar => {
      const from = running;
      running += step.delta;
      const kind = Math.sign(step.delta) === direction ? 'toward' : 'against';
      return { label: step.label, kind, from, to: running, value: step.delta };
    });
  return [
    { label: 'Was', kind: 'total', from: 0, to: was, value: was },
    ...bars,
    { label: 'Now', kind: 'total', from: 0, to: now, value: now },
  ];
}
