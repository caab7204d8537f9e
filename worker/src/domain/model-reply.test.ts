import { describe, expect, test } from 'vitest';
import { agentOf, historiesOf } from '../../test/histories.ts';
import { type AgentAnswer, checkReply } from './model-reply.ts';

const histories = historiesOf([agentOf(1), agentOf(2)]);
const [a, b] = histories.agents.map(
  ({ agentId }): AgentAnswer => ({
    agentId,
    cvr: { mean: 0.1, sd: 0.01 },
    rpc: { mean: 2, sd: 0.5 },
  }),
);
const check = (answers: (AgentAnswer | undefined)[]) =>
  checkReply(
    { model: { name: 'test', version: '1' }, ok: true, answers: answers.flatMap((answer) => answer ?? []) },
    histories,
  );

describe('checkReply (W3)', () => {
  test('given an answer for every agent, in any order and with others beside, then it is believed', () => {
    const stranger = { ...a, agentId: 'agt_other', cvr: { mean: Number.NaN, sd: 0 } } as AgentAnswer;
    expect(check([b, a, stranger]).ok).toBe(true);
  });

  test.each([
    { given: 'an agent left out', answers: [a], detail: 'did not answer for agent B' },
    {
      given: 'a rate that is no number',
      answers: [a, b && { ...b, cvr: { mean: Number.NaN, sd: 0 } }],
      detail: 'conversion rate for agent B',
    },
    {
      given: 'a rate above 1',
      answers: [a, b && { ...b, cvr: { mean: 1.01, sd: 0 } }],
      detail: 'conversion rate for agent B',
    },
    {
      given: 'a rate below 0',
      answers: [a, b && { ...b, cvr: { mean: -0.01, sd: 0 } }],
      detail: 'conversion rate for agent B',
    },
    {
      given: 'an uncertainty that is no number',
      answers: [a, b && { ...b, cvr: { mean: 0.1, sd: Number.NaN } }],
      detail: 'conversion rate for agent B',
    },
    {
      given: 'revenue without end',
      answers: [a, b && { ...b, rpc: { mean: Number.POSITIVE_INFINITY, sd: 0 } }],
      detail: 'revenue per click for agent B',
    },
    {
      given: 'revenue below 0',
      answers: [a, b && { ...b, rpc: { mean: -1, sd: 0 } }],
      detail: 'revenue per click for agent B',
    },
    {
      given: 'an uncertainty below 0',
      answers: [a, b && { ...b, rpc: { mean: 1, sd: -1 } }],
      detail: 'revenue per click for agent B',
    },
  ])('given $given, then nothing of it is believed', ({ answers, detail }) => {
    expect(check(answers)).toMatchObject({ ok: false, detail: expect.stringContaining(detail) });
  });
});
