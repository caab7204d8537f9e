import { Bundle } from '@alyson/schema';
import { describe, expect, test } from 'vitest';
import decisionCases from '../../../schema/fixtures/decision-cases.json' with { type: 'json' };
import { compileRouting } from './compile-routing.ts';
import { type ClickFacts, decide } from './decide.ts';

/** A click that nothing is known of but what is given. */
const aClick = (given: Pick<ClickFacts, 'address' | 'joinKey' | 'draw'>): ClickFacts => ({
  urlId: null,
  matches: () => false,
  visitorId: () => given.draw,
  stickyAgent: () => null,
  deepLink: () => null,
  ...given,
});

const { compiled, heldBack } = compileRouting(Bundle.parse(decisionCases.bundle), null);

describe('decide', () => {
  test('R19: given the shared cases, then every release in them is valid', () => expect(heldBack).toEqual([]));

  test('R18: given not a single bundle, then the fallback, and the click does not call the link unknown', () =>
    expect(decide(null, aClick({ address: '*/r/even', joinKey: 'k', draw: 'd' }))).toMatchObject({
      reason: 'no_release',
    }));

  test.each(decisionCases.cases)('R5, R8, R18: given $given, then $then.kind', ({ click, then }) => {
    const decision = decide(compiled.links, aClick(click));
    if (decision.kind === 'agent') {
      const { kind, reason, agent, propensity } = decision;
      expect({ kind, reason, agentId: agent.id, ...propensity }).toEqual(then);
    } else {
      const { kind, reason } = decision;
      const fallback = decision.kind === 'fallback' ? decision.fallback : decision.page;
      expect({ kind, reason, fallback: fallback?.before.join('').replace(/\?$/, '') ?? null }).toEqual(then);
    }
  });
});
