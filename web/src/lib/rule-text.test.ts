import type { Rule } from '@alyson/schema';
import { expect, test } from 'vitest';
import { ruleText } from './rule-text.ts';

const agents = [
  { id: 'agt_a' as never, number: 1 },
  { id: 'agt_b' as never, number: 2 },
];
const rule = (changes: Partial<Rule>): Rule => ({
  id: 'r',
  name: 'R',
  conditions: [{ on: 'country', test: 'is', values: ['US', 'CA'] }],
  outcome: { to: 'fallback' },
  ...changes,
});
const split = [
  { agentId: 'agt_a' as never, weightBasisPoints: 3000 },
  { agentId: 'agt_b' as never, weightBasisPoints: 7000 },
];

test.each<{ changes: Partial<Rule>; text: string }>([
  {
    changes: { outcome: { to: 'agent', agentId: 'agt_b' } },
    text: 'When country is US or CA, go to agent B.',
  },
  {
    changes: {
      conditions: [
        { on: 'device', test: 'is_not', values: ['mobile', 'tablet'] },
        { on: 'parameter', name: 'gclid', test: 'is_present', values: [] },
      ],
      outcome: { to: 'split', weights: split },
    },
    text: 'When device is not mobile nor tablet, and parameter gclid is there, go to a split of its own: A 30%, B 70%.',
  },
  {
    changes: { conditions: [{ on: 'hours', hours: [0, 1, 2] }], outcome: { to: 'url', url: 'https://a.example/x' } },
    text: 'When it is Mon 0:00 to 3:00, go to https://a.example/x.',
  },
  {
    changes: { conditions: [{ on: 'country', test: 'is', values: [] }] },
    text: 'When country is …, go to the fallback page, out of the experiment.',
  },
  {
    changes: {
      outcome: {
        to: 'split',
        weights: [
          ...split.slice(0, 1).map((one) => ({ ...one, weightBasisPoints: 3334 })),
          { agentId: 'agt_b' as never, weightBasisPoints: 3333 },
          { agentId: 'agt_b' as never, weightBasisPoints: 3333 },
        ],
      },
    },
    text: 'When country is US or CA, go to a split of its own: A 33.4%, B 33.3%, B 33.3%.',
  },
  { changes: {}, text: 'When country is US or CA, go to the fallback page, out of the experiment.' },
])('given a rule, then it reads "$text"', ({ changes, text }) => expect(ruleText(rule(changes), agents)).toBe(text));
