import { apportion, sumOfWeights } from '@alyson/schema';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { agentOf } from '../../test/histories.ts';
import { type AllocatedAgent, allocate } from './allocate.ts';
import { explainChanges } from './explain.ts';

const LIMITS = { floorBasisPoints: 500, stepBasisPoints: 1500, burnInClicks: 500, staleAfterMinutes: 360 };
const agent = (weightBasisPoints: number, probabilityBest: number, isOn = true): AllocatedAgent => ({
  isOn,
  weightBasisPoints,
  probabilityBest,
});
const weightsOf = (agents: AllocatedAgent[], limits: Partial<typeof LIMITS> = {}) =>
  allocate(agents, { ...LIMITS, ...limits }).weights;

/** Any split of 10 000, zero weights and agents that are off included, with odds that sum to 1 over those that are on. */
const anyAgents = fc
  .array(
    fc.record({
      share: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 1, noNaN: true })),
      odds: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 1, noNaN: true })),
      isOn: fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
    }),
    { minLength: 1, maxLength: 50 },
  )
  .filter((drafts) => drafts.some(({ share }) => share > 0))
  .map((drafts) => {
    const weights = apportion(
      drafts.map(({ share }) => share),
      10_000,
    );
    const odds = drafts.map(({ odds, isOn }) => (isOn ? odds : 0));
    const sum = sumOfWeights(odds);
    const on = drafts.filter(({ isOn }) => isOn).length;
    return drafts.map(({ isOn }, i) =>
      agent(weights[i] ?? 0, sum > 0 ? (odds[i] ?? 0) / sum : isOn ? 1 / on : 0, isOn),
    );
  });
const anyLimits = fc.record({
  floorBasisPoints: fc.integer({ min: 0, max: 5000 }),
  stepBasisPoints: fc.integer({ min: 1, max: 10_000 }),
  burnInClicks: fc.constant(0),
  staleAfterMinutes: fc.constant(360),
});

describe('allocate (W5): whatever the input', () => {
  test('then whole weights sum to exactly 10 000', () =>
    fc.assert(
      fc.property(anyAgents, anyLimits, (agents, limits) => {
        const { weights } = allocate(agents, limits);
        expect(weights.every((weight) => Number.isInteger(weight) && weight >= 0)).toBe(true);
        expect(sumOfWeights(weights)).toBe(10_000);
      }),
    ));

  test('then no weight changes by more than the step, and an agent that is off not at all', () =>
    fc.assert(
      fc.property(anyAgents, anyLimits, (agents, limits) => {
        const { weights } = allocate(agents, limits);
        for (const [i, { weightBasisPoints, isOn }] of agents.entries()) {
          const change = Math.abs((weights[i] ?? 0) - weightBasisPoints);
          expect(change).toBeLessThanOrEqual(isOn ? limits.stepBasisPoints : 0);
        }
      }),
    ));

  test('then nobody that is on falls below the floor, and whoever was below rises to it unless the step binds', () =>
    fc.assert(
      fc.property(anyAgents, anyLimits, (agents, limits) => {
        const { weights, stages } = allocate(agents, limits);
        const on = agents.filter(({ isOn }) => isOn);
        const available = sumOfWeights(on.map(({ weightBasisPoints }) => weightBasisPoints));
        const floor = Math.floor(Math.min(limits.floorBasisPoints, available / on.length));
        const raised = stages.find(({ code }) => code === 'floor');
        for (const [i, { weightBasisPoints, isOn }] of agents.entries()) {
          if (!isOn || available === 0) continue;
          expect(weights[i]).toBeGreaterThanOrEqual(Math.min(weightBasisPoints, floor));
          expect(raised?.weights[i]).toBeGreaterThanOrEqual(floor - 1e-9);
        }
      }),
    ));

  test('then the causes of each change sum to it exactly', () =>
    fc.assert(
      fc.property(anyAgents, anyLimits, (agents, limits) => {
        const named = agents.map(({ weightBasisPoints }, i) => agentOf(i + 1, { weightBasisPoints }));
        for (const change of explainChanges(named, allocate(agents, limits))) {
          const sum = sumOfWeights(change.causes.map(({ basisPoints }) => basisPoints));
          expect(sum).toBe(change.toBasisPoints - change.fromBasisPoints);
        }
      }),
    ));
});

describe('allocate (W5): by example', () => {
  test.each([
    {
      given: 'odds of 3 to 1',
      agents: [agent(5000, 0.75), agent(5000, 0.25)],
      limits: { stepBasisPoints: 10_000 },
      expected: [9000, 1000],
    },
    {
      given: 'a loser',
      agents: [agent(5000, 1), agent(5000, 0)],
      limits: { stepBasisPoints: 10_000 },
      expected: [9500, 500],
    },
    { given: 'a loser and a short step', agents: [agent(5000, 1), agent(5000, 0)], limits: {}, expected: [6500, 3500] },
    {
      given: 'equals',
      agents: [agent(3334, 1 / 3), agent(3333, 1 / 3), agent(3333, 1 / 3)],
      limits: {},
      expected: [3334, 3333, 3333],
    },
    {
      given: 'a newcomer without weight',
      agents: [agent(10_000, 0.5), agent(0, 0.5)],
      limits: {},
      expected: [8500, 1500],
    },
    {
      given: 'one that is off',
      agents: [agent(4000, 0, false), agent(3000, 1), agent(3000, 0)],
      limits: { stepBasisPoints: 10_000 },
      expected: [4000, 5500, 500],
    },
    {
      given: 'one alone that is on',
      agents: [agent(4000, 0, false), agent(6000, 1)],
      limits: {},
      expected: [4000, 6000],
    },
    { given: 'nobody on', agents: [agent(4000, 0, false), agent(6000, 0, false)], limits: {}, expected: [4000, 6000] },
    {
      given: 'no weight left for those that are on',
      agents: [agent(10_000, 0, false), agent(0, 0.5), agent(0, 0.5)],
      limits: {},
      expected: [10_000, 0, 0],
    },
    {
      given: 'a floor that there is too little for',
      agents: [agent(9800, 0, false), agent(100, 1), agent(100, 0)],
      limits: {},
      expected: [9800, 100, 100],
    },
    {
      given: 'a floor of everything',
      agents: [agent(9000, 1), agent(1000, 0)],
      limits: { floorBasisPoints: 5000, stepBasisPoints: 10_000 },
      expected: [5000, 5000],
    },
  ])('given $given, then $expected', ({ agents, limits, expected }) =>
    expect(weightsOf(agents, limits)).toEqual(expected),
  );

  test('given a floor that lifts one, then it comes from the others in their proportions', () => {
    const agents = [agent(4000, 0.6), agent(3000, 0.3), agent(3000, 0.1)];
    const [first = 0, second = 0, third] = weightsOf(agents, { floorBasisPoints: 1000, stepBasisPoints: 10_000 });
    expect(third).toBe(1000);
    expect(first / second).toBeCloseTo(0.6 ** 2 / 0.3 ** 2, 2);
  });
});

describe('explainChanges (W7)', () => {
  const causesOf = (agents: AllocatedAgent[], limits: Partial<typeof LIMITS> = {}) =>
    explainChanges(
      agents.map(({ weightBasisPoints }, i) => agentOf(i + 1, { weightBasisPoints })),
      allocate(agents, { ...LIMITS, ...limits }),
    ).map(({ causes }) => Object.fromEntries(causes.map(({ code, basisPoints }) => [code, basisPoints])));

  test('given a loser and a short step, then prediction, floor and step each have their part', () => {
    expect(causesOf([agent(5000, 1), agent(5000, 0)])).toEqual([
      { prediction: 5000, floor: -500, step_limit: -3000 },
      { prediction: -5000, floor: 500, step_limit: 3000 },
    ]);
  });

  test('given an agent that is off, then what it keeps is named for the others', () => {
    expect(causesOf([agent(4000, 0, false), agent(6000, 1)])).toEqual([{}, { prediction: 4000, agent_off: -4000 }]);
  });

  test('given thirds, then rounding has the rest', () => {
    const [first] = causesOf([agent(4000, 1 / 3), agent(3000, 1 / 3), agent(3000, 1 / 3)], { stepBasisPoints: 10_000 });
    expect(first).toEqual({ prediction: -667, rounding: 1 });
  });
});
