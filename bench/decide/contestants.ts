import type { Contestant } from './split.ts';

export type ContestantName = keyof typeof CONTESTANTS;

/** Each is loaded only where it runs. */
export const CONTESTANTS = {
  'bare loop': async (units) => (await import('./bare-loop.ts')).prepareBareLoop(units),
  decide: async (units) => (await import('./alyson.ts')).prepareDecision(units),
  'decide + destination': async (units) => (await import('./alyson.ts')).prepareRoute(units),
  'request to Location': async (units) => (await import('./alyson.ts')).prepareReadAndRoute(units),
  Unleash: async (units) => (await import('./unleash.ts')).prepareUnleash(units),
  flagd: async (units) => (await import('./flagd.ts')).prepareFlagd(units),
  GrowthBook: async (units) => (await import('./growthbook.ts')).prepareGrowthBook(units),
  Optimizely: async (units) => (await import('./optimizely.ts')).prepareOptimizely(units),
} satisfies Record<string, (units: readonly string[]) => Promise<Contestant>>;
