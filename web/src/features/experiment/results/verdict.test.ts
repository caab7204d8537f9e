import { AgentId, HOUR_MS, Optimization } from '@alyson/schema';
import { describe, expect, test } from 'vitest';
import { type VerdictFacts, verdict } from './verdict.ts';

type Agent = VerdictFacts['agents'][number];

const agentId = AgentId.parse('agt_00000000000000000000000000');

const agent = (letter: string, more: Partial<Agent> = {}): Agent => ({
  letter,
  state: 'on',
  weightBasisPoints: 5000,
  outcomes: { clicks: 2000, botClicks: 0, leads: 160, sales: 40, revenueMicros: 4_000_000_000 },
  rpc: { mean: 1.84, sd: 0.1, low: 1.64, high: 2.04 },
  cvr: { mean: 0.08, sd: 0.005, low: 0.07, high: 0.09 },
  probabilityBest: 0.5,
  grade: { agentId, letter: 'B', reasons: [] },
  ...more,
});

const facts = (
  more: Partial<VerdictFacts> = {},
  experiment: Partial<VerdictFacts['experiment']> = {},
): VerdictFacts => ({
  experiment: {
    state: 'running',
    mode: 'auto',
    objective: 'rpc',
    currency: 'USD',
    heldSince: null,
    holdReason: null,
    optimization: Optimization.parse({}),
    ...experiment,
  },
  agents: [
    agent('A', { weightBasisPoints: 2400, probabilityBest: 0.19 }),
    agent('B', { weightBasisPoints: 7600, probabilityBest: 0.81, rpc: { mean: 2.06, sd: 0.1, low: 1.86, high: 2.26 } }),
  ],
  runHold: null,
  wholeLifeMs: 2 * HOUR_MS,
  formatSince: () => '9:10 AM',
  nextGrading: 'in 42 min',
  ...more,
});

const ungraded = (letter: string, clicks: number) =>
  agent(letter, {
    probabilityBest: null,
    grade: null,
    rpc: null,
    cvr: null,
    outcomes: { clicks, botClicks: 0, leads: 0, sales: 0, revenueMicros: 0 },
  });

describe('verdict', () => {
  test('given one agent far ahead, then it is named with what it earns, its chance, and what the rest is for', () =>
    expect(verdict(facts())).toEqual({
      kind: 'leader',
      text: 'B earns the most: $2.06 a click, 81% likely to be best. A still gets 24% so the optimizer can keep checking.',
    }));

  test('given more than two agents, then the others are summed up', () => {
    const agents = [
      ...facts().agents.map((one) => ({ ...one, weightBasisPoints: one.letter === 'B' ? 6000 : 2000 })),
      agent('C', { weightBasisPoints: 2000, probabilityBest: 0 }),
    ];
    expect(verdict(facts({ agents })).text).toContain('The other 2 still get 40%');
  });

  test('given an experiment that optimizes CVR, then it speaks of leads', () =>
    expect(verdict(facts({}, { objective: 'cvr' })).text).toContain(
      'B converts best: 8.0% of its clicks become leads',
    ));

  test('given a split that a person sets, then the optimizer is not mentioned', () =>
    expect(verdict(facts({}, { mode: 'fixed' })).text).toBe(
      'B earns the most: $2.06 a click, 81% likely to be best. A still gets 24%; a person sets this split.',
    ));

  test('given chances near each other, then nobody is called the leader', () =>
    expect(
      verdict(facts({ agents: [agent('A', { probabilityBest: 0.46 }), agent('B', { probabilityBest: 0.54 })] })),
    ).toEqual({
      kind: 'no_leader',
      text: 'No clear leader yet: B is 54% likely to be best, A 46%.',
    }));

  test('given an agent that is off, then it neither leads nor counts', () =>
    expect(
      verdict(
        facts({ agents: [agent('A', { probabilityBest: 0.9 }), agent('B', { probabilityBest: 0.99, state: 'off' })] }),
      ).text,
    ).toBe('A earns the most: $1.84 a click, 90% likely to be best.'));

  test('given too few clicks, then the agent furthest behind is named with both numbers', () =>
    expect(verdict(facts({ agents: [ungraded('A', 480), ungraded('B', 312)] }))).toEqual({
      kind: 'learning',
      text: 'Learning: B has 312 of 500 clicks needed to grade. At this pace: about 1 h 12 min.',
    }));

  test('given a run that found too few clicks, then its own count is named, not that of the chosen time', () => {
    const counted = {
      ...ungraded('A', 40),
      grade: { agentId, letter: null, reasons: [{ code: 'too_few_clicks' as const, clicks: 312, needed: 500 }] },
    };
    expect(verdict(facts({ agents: [counted], wholeLifeMs: null })).text).toBe(
      'Learning: A has 312 of 500 clicks needed to grade.',
    );
  });

  test('given counts of a part of its life only, then nothing is said of how far it is', () =>
    expect(verdict(facts({ agents: [ungraded('A', 40)], wholeLifeMs: null })).text).toMatch(/^No grades yet\./));

  test('given enough clicks but no run yet, then it says when the first grades come', () =>
    expect(verdict(facts({ agents: [ungraded('A', 900), ungraded('B', 900)] })).text).toBe(
      'No grades yet. The first grades come with the next grading run, in 42 min.',
    ));

  test('given a hold, then since when and why come first, and the standing stays', () =>
    expect(
      verdict(facts({}, { heldSince: '2026-11-18T14:10:00.000Z', holdReason: 'Checking with the buyer' })),
    ).toEqual({
      kind: 'held',
      text: 'Held since 9:10 AM: “Checking with the buyer”. B earns the most: $2.06 a click, 81% likely to be best. A still gets 24% until you resume.',
    }));

  test('given a reason that is a whole sentence, then there is one full stop', () =>
    expect(
      verdict(facts({}, { heldSince: '2026-11-18T14:10:00.000Z', holdReason: 'Back to the old split.' })).text,
    ).toMatch(/^Held since 9:10 AM: “Back to the old split\.” B earns/));

  test('given outcomes too old to grade by, then it says so before the standing', () => {
    const result = verdict(facts({ runHold: { code: 'stale_outcomes', detail: 'The newest buyer event is 8 h old' } }));
    expect(result.kind).toBe('stale');
    expect(result.text).toMatch(
      /^The newest buyer event is 8 h old\. Publishing resumes when buyers report again\. B earns/,
    );
  });

  test.each([
    ['draft', 'Not started.'],
    ['scheduled', 'Scheduled.'],
    ['paused', 'Paused:'],
    ['completed', 'Ended:'],
  ] as const)('given an experiment that is %s, then that comes first', (state, start) =>
    expect(verdict(facts({}, { state })).text.startsWith(start)).toBe(true),
  );
});
