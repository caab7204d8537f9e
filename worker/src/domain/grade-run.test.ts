import { type AgentHistory, apportion, type Histories, Proposal, SLOT_MS, sumOfWeights } from '@alyson/schema';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededChance } from '../../test/chance.ts';
import { agentOf, FIRST_SLOT, historiesOf, playAgent, type Truth, trueRpc } from '../../test/histories.ts';
import { gradeRun } from './grade-run.ts';
import { predictFromCounts } from './models/predict-from-counts.ts';

const model = { name: 'embedded-counts', version: '1' };
const grade = (histories: Histories) => gradeRun(histories, { model, ok: true, answers: predictFromCounts(histories) });

const anySlot = fc.record({
  slotStartMs: fc.integer({ min: 0, max: 500 }).map((slot) => FIRST_SLOT + slot * SLOT_MS),
  clicks: fc.integer({ min: 0, max: 5000 }),
  leads: fc.integer({ min: 0, max: 300 }),
  sales: fc.integer({ min: 0, max: 100 }),
  revenueMicros: fc.integer({ min: -1e9, max: 1e12 }),
});
const anyOutcome = fc.record({
  kind: fc.constantFrom('lead', 'sale', 'adjustment', 'reversal'),
  clickedAtMs: fc.integer({ min: FIRST_SLOT, max: FIRST_SLOT + 500 * SLOT_MS }),
  ageMs: fc.integer({ min: 0, max: 1e9 }),
  amountMicros: fc.oneof(fc.constant(0), fc.integer({ min: -1e9, max: 1e12 })),
});
const anyAgents = fc
  .array(
    fc.record({
      share: fc.double({ min: 0, max: 1, noNaN: true }),
      isOn: fc.boolean(),
      slots: fc.uniqueArray(anySlot, { maxLength: 6, selector: (slot) => slot.slotStartMs }),
      outcomes: fc.array(anyOutcome, { maxLength: 20 }),
    }),
    { minLength: 1, maxLength: 8 },
  )
  .filter((drafts) => drafts.some(({ share }) => share > 1e-6))
  .map((drafts): AgentHistory[] => {
    const weights = apportion(
      drafts.map(({ share }) => share),
      10_000,
    );
    return drafts.map(({ isOn, slots, outcomes }, i) =>
      agentOf(i + 1, { isOn, slots, outcomes, weightBasisPoints: weights[i] ?? 0 }),
    );
  });
const anyHistories = fc
  .record({
    agents: anyAgents,
    objective: fc.constantFrom<Histories['objective']>('rpc', 'cvr'),
    burnInClicks: fc.constantFrom(0, 500),
  })
  .map(({ agents, objective, burnInClicks }) => {
    const histories = historiesOf(agents, { objective });
    return { ...histories, optimization: { ...histories.optimization, burnInClicks } };
  });

describe('gradeRun: given any histories', () => {
  test('then the proposal is one that the API takes, and its weights sum to 10 000', () =>
    fc.assert(
      fc.property(anyHistories, (histories) => {
        const proposal = grade(histories);
        expect(Proposal.parse(JSON.parse(JSON.stringify(proposal)))).toEqual(proposal);
        expect(sumOfWeights(proposal.changes.map(({ toBasisPoints }) => toBasisPoints))).toBe(10_000);
        for (const { cvr, rpc } of proposal.predictions) {
          expect(cvr.high).toBeLessThanOrEqual(1);
          expect(Math.min(cvr.low, rpc.low)).toBeGreaterThanOrEqual(0);
        }
      }),
    ));

  test('then the same histories give the same proposal, in whatever order agents, slots and outcomes come', () =>
    fc.assert(
      fc.property(anyHistories, (histories) => {
        const shuffled = histories.agents
          .map((agent) => ({ ...agent, slots: [...agent.slots].reverse(), outcomes: [...agent.outcomes].reverse() }))
          .reverse();
        expect(grade({ ...histories, agents: shuffled })).toEqual(grade(histories));
      }),
    ));
});

describe('gradeRun: holds (W3, W6)', () => {
  const agents = [1, 2].map((number) =>
    agentOf(number, {
      clicks: 5000,
      leads: 100 * number,
      salesMicros: Array(30 * number).fill(4e7),
      weightBasisPoints: 5000,
    }),
  );

  test('given nothing against it, then the better agent gains a step', () => {
    const proposal = grade(historiesOf(agents));
    expect(proposal).toMatchObject({ hold: null, experimentVersion: 7, model });
    expect(proposal.changes.map(({ toBasisPoints }) => toBasisPoints)).toEqual([3500, 6500]);
  });

  test('given a hold, then nothing changes, but grades are there to read', () => {
    const proposal = grade(historiesOf(agents, { mode: 'fixed' }));
    expect(proposal.hold?.code).toBe('fixed_mode');
    expect(proposal.changes).toMatchObject([
      { fromBasisPoints: 5000, toBasisPoints: 5000, causes: [] },
      { fromBasisPoints: 5000, toBasisPoints: 5000, causes: [] },
    ]);
    expect(proposal.grades.map(({ letter }) => letter)).toEqual(['F', 'A']);
  });

  test.each([
    { given: 'a model that failed', reply: { model, ok: false as const, detail: 'It was late.' } },
    { given: 'a model that answers nonsense', reply: { model, ok: true as const, answers: [] } },
  ])('given $given, then the run is held, without predictions, and no weight moves', ({ reply }) => {
    const proposal = gradeRun(historiesOf(agents), reply);
    expect(proposal).toMatchObject({ predictions: [], hold: { code: 'model_failed' } });
    expect(proposal.changes.every((change) => change.toBasisPoints === change.fromBasisPoints)).toBe(true);
    expect(Proposal.safeParse(proposal).success).toBe(true);
  });
});

describe('the embedded model, against simulated truth (W4)', () => {
  const base: Truth = { cvr: 0.05, saleShare: 0.3, saleValue: 40, valueSpread: 0.8 };

  /** Three agents that differ by some 20%, played many times. */
  function coverage(clicksOf: (agent: number) => (slot: number) => number, qualityOf?: (slot: number) => number) {
    let asked = 0;
    let rpcHeld = 0;
    let cvrHeld = 0;
    for (let world = 0; world < 200; world += 1) {
      const chance = seededChance(5_000 + world);
      const truths = [1, 2, 3].map(() => ({ ...base, cvr: base.cvr * Math.exp(0.2 * chance.normal()) }));
      const agents = truths.map((truth, i) => playAgent(chance, i + 1, truth, 48, clicksOf(i), qualityOf));
      const [first, ...rest] = agents;
      const { predictions } = grade(historiesOf(first ? [{ ...first, weightBasisPoints: 10_000 }, ...rest] : []));
      for (const [i, { cvr, rpc }] of predictions.entries()) {
        const truth = truths[i] ?? base;
        asked += 1;
        if (cvr.low <= truth.cvr && truth.cvr <= cvr.high) cvrHeld += 1;
        if (rpc.low <= trueRpc(truth) && trueRpc(truth) <= rpc.high) rpcHeld += 1;
      }
    }
    return { cvr: cvrHeld / asked, rpc: rpcHeld / asked, standardError: Math.sqrt((0.95 * 0.05) / asked) };
  }

  test.each([
    { given: 'an equal split', clicksOf: () => () => 40, qualityOf: undefined },
    {
      given: 'most clicks at one agent',
      clicksOf: (agent: number) => () => (agent === 0 ? 90 : 15),
      qualityOf: undefined,
    },
    {
      given: 'weights and traffic quality that move together',
      clicksOf: (agent: number) => (slot: number) => (slot < 24 ? 40 : agent === 0 ? 90 : 15),
      qualityOf: (slot: number) => (slot < 24 ? 2 / 3 : 4 / 3),
    },
  ])(
    'given $given, then 95% ranges hold the truth 95% of the time, within three standard errors',
    ({ clicksOf, qualityOf }) => {
      const { cvr, rpc, standardError } = coverage(clicksOf, qualityOf);
      expect(standardError).toBeLessThan(0.01);
      expect(Math.abs(cvr - 0.95)).toBeLessThan(3 * standardError);
      expect(Math.abs(rpc - 0.95)).toBeLessThan(3 * standardError);
    },
  );

  test('given an agent that earns half as much again, then daily runs bring it most clicks within two weeks', () => {
    const chance = seededChance(99);
    const truths = [base, { ...base, saleValue: 60 }, base];
    let weights = [3334, 3333, 3333];
    let agents: AgentHistory[] = [];
    for (let day = 0; day < 14; day += 1) {
      const today = truths.map((truth, i) =>
        playAgent(chance, i + 1, truth, 24, () => Math.round((weights[i] ?? 0) / 50)),
      );
      agents = today.map((agent, i) => ({
        ...agent,
        weightBasisPoints: weights[i] ?? 0,
        slots: [
          ...(agents[i]?.slots ?? []),
          ...agent.slots.map((slot) => ({ ...slot, slotStartMs: slot.slotStartMs + day * 24 * SLOT_MS })),
        ],
        outcomes: [
          ...(agents[i]?.outcomes ?? []),
          ...agent.outcomes.map((outcome) => ({ ...outcome, clickedAtMs: outcome.clickedAtMs + day * 24 * SLOT_MS })),
        ],
      }));
      weights = grade(historiesOf(agents)).changes.map(({ toBasisPoints }) => toBasisPoints);
    }
    expect(weights[1]).toBeGreaterThan(8000);
    expect(Math.min(...weights)).toBeGreaterThanOrEqual(500);
  });
});
