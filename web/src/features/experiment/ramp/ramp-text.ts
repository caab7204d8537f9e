import type { Ramp } from '@alyson/schema';

/** How far a ramp is, in a few words. */
export function rampTitle({
  state,
  stepsTaken,
  stepsTotal,
}: Pick<Ramp, 'state' | 'stepsTaken' | 'stepsTotal'>): string {
  const step = `step ${stepsTaken} of ${stepsTotal}`;
  switch (state) {
    case 'running':
      return `Ramp: ${step}`;
    case 'paused':
      return `Ramp paused at ${step}`;
    case 'finished':
      return `Ramp finished: ${stepsTotal} steps`;
    case 'stopped':
      return `Ramp stopped at ${step}`;
    case 'superseded':
      return `Ramp ended at ${step}: another split was published`;
    default:
      return state satisfies never;
  }
}

export const isUnderWay = ({ state }: Pick<Ramp, 'state'>): boolean => state === 'running' || state === 'paused';
