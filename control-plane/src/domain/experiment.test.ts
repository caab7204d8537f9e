import { type AgentWeight, ExperimentState, roundToBasisPoints, sumOfWeights } from '@alyson/schema';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type AgentShare,
  refuseAgents,
  refuseSplit,
  refuseStep,
  type Step,
  spreadOverAgents,
  withWeights,
} from './experiment.ts';

describe('C7: which step may be taken from which state', () => {
  const allowed: Record<Step, string> = {
    schedule: 'draft',
    unschedule: 'scheduled',
    start: 'draft scheduled',
    pause: 'running',
    resume: 'paused',
    complete: 'running paused',
    hold: 'running paused',
    release_hold: 'running paused',
    archive: 'draft completed',
    unarchive: 'archived',
    delete: 'draft',
    propose: 'running paused',
    override: 'draft scheduled running paused',
    ramp: 'running',
    roll_back: 'running paused',
    turn_agent_off: 'draft scheduled running paused',
    turn_agent_on: 'draft scheduled running paused',
    change: 'draft scheduled running paused completed',
    change_agent: 'draft scheduled running paused',
    add_agent: 'draft scheduled running paused',
    remove_agent: 'draft scheduled',
    archive_agent: 'running paused',
    restore_agent: 'running paused',
    change_links: 'draft scheduled running paused',
    remove_link: 'draft scheduled running paused completed',
  };

  test.each(Object.entries(allowed) as [Step, string][])(
    '%s: from %s, and the refusal names both states',
    (step, states) => {
      for (const state of ExperimentState.options) {
        const refusal = refuseStep(step, state);
        if (states.split(' ').includes(state)) expect(refusal).toBeNull();
        else expect(refusal).toMatch(/^Only an? .+ experiment can .+; this one is .+\./);
      }
    },
  );

  test('given a refusal, then it reads as a sentence', () => {
    expect(refuseStep('complete', 'draft')).toBe(
      'Only a running or paused experiment can be completed; this one is a draft.',
    );
    expect(refuseStep('resume', 'running')).toBe('Only a paused experiment can be resumed; this one is running.');
  });
});

const agent = (id: string, state: 'on' | 'off', weightBasisPoints: number): AgentShare => ({
  id,
  state,
  weightBasisPoints,
});
const split = (weights: Record<string, number>): AgentWeight[] =>
  Object.entries(weights).map(([id, weightBasisPoints]) => ({
    agentId: id as AgentWeight['agentId'],
    weightBasisPoints,
  }));

test.each([
  {
    given: 'everybody is off',
    agents: [agent('a', 'off', 5000), agent('b', 'off', 5000)],
    says: /No agent would be on/,
  },
  {
    given: 'those who are on have no weight',
    agents: [agent('a', 'off', 10_000), agent('b', 'on', 0)],
    says: /no weight/,
  },
  { given: 'one is on with a weight', agents: [agent('a', 'off', 9999), agent('b', 'on', 1)], says: null },
])('R8: given $given, then traffic is refused: $says', ({ agents, says }) => {
  if (says) expect(refuseAgents(agents)).toMatch(says);
  else expect(refuseAgents(agents)).toBeNull();
});

describe("a person's split", () => {
  const agents = [agent('a', 'on', 5000), agent('b', 'off', 3000), agent('c', 'on', 2000)];

  test.each([
    { given: 'every agent that is on', weights: { a: 1000, c: 9000 }, says: null },
    { given: 'one too few', weights: { a: 10_000 }, says: /1 of 2 has none/ },
    { given: 'one that is off', weights: { a: 1000, b: 1000, c: 8000 }, says: /Only agents .* that are on/ },
    { given: 'a stranger', weights: { a: 1000, c: 1000, x: 8000 }, says: /Only agents .* that are on/ },
  ])('given $given, then it is refused: $says', ({ weights, says }) => {
    const refusal = refuseSplit(agents, split(weights as Record<string, number>));
    if (says) expect(refusal).toMatch(says);
    else expect(refusal).toBeNull();
  });

  test('given one agent twice, then it is refused', () => {
    expect(refuseSplit(agents, [...split({ a: 5000, c: 2500 }), ...split({ c: 2500 })])).toBe(
      'An agent is named twice.',
    );
  });

  test('given an agent is off, then its weight stays, and the others share what is left as asked', () => {
    expect(spreadOverAgents(agents, split({ a: 1000, c: 9000 })).map((each) => each.weightBasisPoints)).toEqual([
      700, 3000, 6300,
    ]);
  });

  test('given the agents that are off had all of it, then they give it up', () => {
    const parked = [agent('a', 'on', 0), agent('b', 'off', 10_000)];
    expect(spreadOverAgents(parked, split({ a: 10_000 })).map((each) => each.weightBasisPoints)).toEqual([10_000, 0]);
  });

  test('given any agents and any split, then the weights sum to 10 000 and follow what was asked within a basis point', () =>
    fc.assert(
      fc.property(
        fc.array(fc.record({ weight: fc.nat(100), isOn: fc.boolean(), asked: fc.nat(100) }), {
          minLength: 1,
          maxLength: 50,
        }),
        (drawn) => {
          fc.pre(drawn.some(({ weight }) => weight > 0) && drawn.some(({ isOn, asked }) => isOn && asked > 0));
          const weights = roundToBasisPoints(drawn.map(({ weight }) => weight));
          const all = drawn.map(({ isOn }, i) => agent(`agent ${i}`, isOn ? 'on' : 'off', weights[i] ?? 0));
          const on = drawn.flatMap(({ isOn, asked }, i) => (isOn ? [{ id: `agent ${i}`, asked }] : []));
          const shares = roundToBasisPoints(on.map(({ asked }) => asked));
          const person = split(Object.fromEntries(on.map(({ id }, i) => [id, shares[i] ?? 0])));
          const given = spreadOverAgents(all, person);
          expect(sumOfWeights(given.map((each) => each.weightBasisPoints))).toBe(10_000);
          const parked = sumOfWeights(all.filter(({ state }) => state === 'off').map((each) => each.weightBasisPoints));
          const scale = parked === 10_000 ? 1 : (10_000 - parked) / 10_000;
          for (const { agentId, weightBasisPoints } of person) {
            const got = given.find(({ id }) => id === agentId)?.weightBasisPoints ?? -1;
            expect(Math.abs(got - weightBasisPoints * scale)).toBeLessThanOrEqual(1);
          }
        },
      ),
    ));
});

test('given weights of a release, then each agent has its own again', () => {
  const agents = [agent('a', 'on', 1), agent('b', 'off', 9999)];
  expect(withWeights(agents, split({ b: 4000, a: 6000 })).map((each) => each.weightBasisPoints)).toEqual([6000, 4000]);
});
