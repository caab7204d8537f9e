import { Optimization, type Proposal } from '@alyson/schema';
import { describe, expect, test } from 'vitest';
import { type JudgedExperiment, judgeProposal } from './judge-proposal.ts';

const AGENTS = ['agt_a', 'agt_b', 'agt_c'];

const experiment = (changes: Partial<JudgedExperiment> = {}): JudgedExperiment => ({
  state: 'running',
  mode: 'auto',
  isHeld: false,
  isRamping: false,
  version: 7,
  optimization: Optimization.parse({ floorBasisPoints: 500, stepBasisPoints: 1500 }),
  agents: AGENTS.map((id, i) => ({ id, state: 'on', weightBasisPoints: [4000, 3500, 2500][i] ?? 0 })),
  isOvertaken: false,
  ...changes,
});

function proposal(to: number[], changes: Partial<Proposal> = {}, from = [4000, 3500, 2500]): Proposal {
  return {
    asOf: 0,
    experimentVersion: 7,
    model: { name: 'test', version: '1' },
    predictions: [],
    grades: [],
    changes: to.map((toBasisPoints, i) => ({
      agentId: AGENTS[i] as never,
      fromBasisPoints: from[i] ?? 0,
      toBasisPoints,
      causes: [{ code: 'prediction', basisPoints: toBasisPoints - (from[i] ?? 0) }],
    })),
    hold: null,
    ...changes,
  };
}

const moved = proposal([5500, 3000, 1500]);
const withOff = (weights: number[]) =>
  experiment({
    agents: AGENTS.map((id, i) => ({ id, state: i === 2 ? 'off' : 'on', weightBasisPoints: weights[i] ?? 0 })),
  });

describe('judgeProposal (W2, W6)', () => {
  test.each([
    { given: 'a move within the limits', proposal: moved, on: experiment(), verdict: 'published' },
    { given: 'no move', proposal: proposal([4000, 3500, 2500]), on: experiment(), verdict: 'no_change' },
    { given: 'the largest step', proposal: proposal([5500, 2000, 2500]), on: experiment(), verdict: 'published' },
    {
      given: 'the very floor',
      proposal: proposal([500, 5000, 4500], {}, [2000, 4500, 3500]),
      on: experiment({
        agents: AGENTS.map((id, i) => ({ id, state: 'on', weightBasisPoints: [2000, 4500, 3500][i] ?? 0 })),
      }),
      verdict: 'published',
    },
    {
      given: 'an agent that rises towards its floor in steps',
      proposal: proposal([300, 5200, 4500], {}, [100, 5400, 4500]),
      on: experiment({
        agents: AGENTS.map((id, i) => ({ id, state: 'on', weightBasisPoints: [100, 5400, 4500][i] ?? 0 })),
      }),
      verdict: 'published',
    },
    {
      given: 'an agent that is off and keeps its weight',
      proposal: proposal([4500, 3000, 2500]),
      on: withOff([4000, 3500, 2500]),
      verdict: 'published',
    },
  ])('given $given, then $verdict', ({ proposal, on, verdict }) =>
    expect(judgeProposal(proposal, on)).toEqual({ kind: verdict }),
  );

  test.each([
    {
      given: 'the worker’s own doubt',
      proposal: proposal([4000, 3500, 2500], { hold: { code: 'too_few_clicks', detail: 'Too few.' } }),
      on: experiment(),
      code: 'too_few_clicks',
    },
    { given: 'a pause', proposal: moved, on: experiment({ state: 'paused' }), code: 'not_running' },
    { given: 'an end', proposal: moved, on: experiment({ state: 'completed' }), code: 'not_running' },
    { given: 'fixed mode', proposal: moved, on: experiment({ mode: 'fixed' }), code: 'fixed_mode' },
    { given: 'a hold', proposal: moved, on: experiment({ isHeld: true }), code: 'held_by_person' },
    { given: 'a change meanwhile', proposal: moved, on: experiment({ version: 8 }), code: 'experiment_changed' },
    {
      given: 'a later run that published',
      proposal: moved,
      on: experiment({ isOvertaken: true }),
      code: 'experiment_changed',
    },
    {
      given: 'a change that makes the proposal unfit as well',
      proposal: moved,
      on: experiment({ version: 8, agents: [] }),
      code: 'experiment_changed',
    },
  ])('given $given, then held, and it says why', ({ proposal, on, code }) =>
    expect(judgeProposal(proposal, on)).toEqual({ kind: 'held', code, detail: expect.stringMatching(/\.$/) }),
  );

  const changed = (edit: (changes: Proposal['changes']) => void): Proposal => {
    const copy = structuredClone(moved);
    edit(copy.changes);
    return copy;
  };
  test.each([
    { given: 'a sum that is not 10 000', proposal: proposal([5500, 3000, 1501]), detail: 'adds up to 10001' },
    { given: 'a step too large', proposal: proposal([5501, 2999, 1500]), detail: 'moves by 1501' },
    {
      given: 'a weight below the floor',
      proposal: proposal([499, 5501, 4000], {}, [1999, 4501, 3500]),
      on: [1999, 4501, 3500],
      detail: 'falls to 499',
    },
    { given: 'an agent left out', proposal: changed((changes) => changes.pop()), detail: 'leaves out 1 of 3' },
    {
      given: 'an agent named twice',
      proposal: changed((changes) => Object.assign(changes[2] ?? {}, { agentId: 'agt_a' })),
      detail: 'named twice',
    },
    {
      given: 'an agent of another experiment',
      proposal: changed((changes) => Object.assign(changes[0] ?? {}, { agentId: 'agt_x' })),
      detail: 'no agent of this experiment',
    },
    {
      given: 'a beginning that is not the weight',
      proposal: proposal([5500, 3000, 1500], {}, [4001, 3499, 2500]),
      detail: 'begins at 4001',
    },
    {
      given: 'causes that explain something else',
      proposal: changed((changes) => changes[0]?.causes.push({ code: 'floor', basisPoints: 1 })),
      detail: 'causes',
    },
  ])('given $given, then the proposal is refused', ({ proposal, detail, on }) => {
    const agents = AGENTS.map((id, i) => ({
      id,
      state: 'on' as const,
      weightBasisPoints: (on ?? [4000, 3500, 2500])[i] ?? 0,
    }));
    const verdict = judgeProposal(proposal, experiment({ agents }));
    expect(verdict.kind === 'invalid' && verdict.errors.map((error) => error.detail).join()).toContain(detail);
  });

  test('given an agent that is off, then its weight may not move', () => {
    expect(judgeProposal(moved, withOff([4000, 3500, 2500]))).toMatchObject({ kind: 'invalid' });
  });

  test('given agents that cannot all have the floor, then equal shares are enough', () => {
    const agents = AGENTS.map((id, i) => ({
      id,
      state: i === 2 ? ('off' as const) : ('on' as const),
      weightBasisPoints: [450, 250, 9300][i] ?? 0,
    }));
    expect(judgeProposal(proposal([350, 350, 9300], {}, [450, 250, 9300]), experiment({ agents }))).toEqual({
      kind: 'published',
    });
  });
});
