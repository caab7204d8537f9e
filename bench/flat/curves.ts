import type { World } from './world.ts';

/** One click's cost along one thing that grows. */
export interface Curve {
  readonly title: string;
  readonly unit: string;
  readonly points: readonly number[];
  worldAt(point: number): World;
  /** How much more the last point may cost than the first; null: it is shown, and nothing is promised. */
  readonly most: number | null;
}

/** Where every curve begins. */
const LEAST: World = { experiments: 1, clicked: 1, agents: 2, rules: 0, queryBytes: 100 };

export const CURVES: readonly Curve[] = [
  {
    title: 'Experiments live, one of them clicked',
    unit: '',
    points: [1, 10, 100, 1_000, 10_000],
    worldAt: (experiments) => ({ ...LEAST, experiments }),
    most: 1.1,
  },
  {
    // The worst there is: nothing of an experiment is in a cache any more when its next click comes.
    title: 'Experiments live, all clicked by turns',
    unit: '',
    points: [1, 10, 100, 1_000, 10_000],
    worldAt: (experiments) => ({ ...LEAST, experiments, clicked: experiments }),
    most: 1.1,
  },
  {
    title: 'Agents of the experiment',
    unit: '',
    points: [2, 5, 10, 20, 50],
    worldAt: (agents) => ({ ...LEAST, agents }),
    most: null,
  },
  {
    title: 'Rules, none of which matches',
    unit: '',
    points: [0, 1, 3, 10, 30],
    worldAt: (rules) => ({ ...LEAST, rules }),
    most: null,
  },
  {
    title: 'Parameters of the link',
    unit: ' B',
    points: [100, 250, 1_000, 2_000, 4_096],
    worldAt: (queryBytes) => ({ ...LEAST, queryBytes }),
    most: null,
  },
];
