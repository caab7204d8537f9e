import { type Histories, HOUR_MS } from '@alyson/schema';
import { describe, expect, test } from 'vitest';
import { agentOf, historiesOf } from '../../test/histories.ts';
import { findHold } from './guard.ts';
import type { ModelReply } from './model-reply.ts';

const model = { name: 'test', version: '1' };
const good: ModelReply = { model, ok: true, answers: [] };
const failed: ModelReply = { model, ok: false, detail: 'The model did not answer for agent A.' };

const earner = (number: number, clicks = 900) =>
  agentOf(number, { clicks, leads: 40, salesMicros: [30_000_000], weightBasisPoints: 5000 });
const twoAgents = [earner(1), earner(2)];
const hoursAgo = (hours: number) => historiesOf([]).asOf - hours * HOUR_MS;

interface Case {
  given: string;
  histories: Partial<Histories>;
  reply?: ModelReply;
  code: string;
  detail: string;
}

const cases: Case[] = [
  {
    given: 'a paused experiment',
    histories: { isRunning: false },
    code: 'not_running',
    detail: 'The experiment is not running.',
  },
  {
    given: 'fixed mode',
    histories: { mode: 'fixed' },
    code: 'fixed_mode',
    detail: 'The mode is fixed: a person sets the weights.',
  },
  {
    given: "a person's hold",
    histories: { isHeld: true },
    code: 'held_by_person',
    detail: 'The split is held by a person until it is resumed.',
  },
  {
    given: 'a model that failed',
    histories: {},
    reply: failed,
    code: 'model_failed',
    detail: 'The model did not answer for agent A.',
  },
  {
    given: 'one agent short of clicks',
    histories: { agents: [earner(1), earner(2, 212)] },
    code: 'too_few_clicks',
    detail: 'Every agent needs 500 clicks before the first move; agent B has 212.',
  },
  {
    given: 'two agents short of clicks',
    histories: { agents: [earner(1, 0), earner(2, 499)] },
    code: 'too_few_clicks',
    detail: 'Every agent needs 500 clicks before the first move; agent A has 0, agent B has 499.',
  },
  {
    given: 'leads without revenue under RPC',
    histories: { agents: [agentOf(1, { clicks: 900, leads: 9 })] },
    code: 'no_outcomes',
    detail: 'No buyer has reported revenue yet, only leads without an amount.',
  },
  {
    given: 'no report at all under RPC',
    histories: { agents: [agentOf(1, { clicks: 900 })], lastBuyerEventAtMs: null },
    code: 'no_outcomes',
    detail: 'No buyer has reported revenue yet.',
  },
  {
    given: 'no lead under CVR',
    histories: { agents: [agentOf(1, { clicks: 900 })], objective: 'cvr' },
    code: 'no_outcomes',
    detail: 'No buyer has reported a lead yet.',
  },
  {
    given: 'revenue of an agent that is off only',
    histories: { agents: [{ ...earner(1), isOn: false }, agentOf(2, { clicks: 900 })] },
    code: 'no_outcomes',
    detail: 'No buyer has reported revenue yet.',
  },
  {
    given: 'buyers silent for 7 hours',
    histories: { lastBuyerEventAtMs: hoursAgo(7) },
    code: 'stale_outcomes',
    detail: 'The last buyer event came 7 hours ago; the limit is 6 hours.',
  },
  {
    given: 'buyers silent for 3 days',
    histories: { lastBuyerEventAtMs: hoursAgo(72) },
    code: 'stale_outcomes',
    detail: 'The last buyer event came 3 days ago; the limit is 6 hours.',
  },
];

describe('findHold (W6)', () => {
  test.each(cases)('given $given, then it holds and says "$detail"', ({ histories, reply = good, code, detail }) => {
    expect(findHold(historiesOf(twoAgents, histories), reply)).toEqual({ code, detail });
  });

  test.each<Omit<Case, 'code' | 'detail'>>([
    { given: 'nothing against it', histories: {} },
    { given: 'buyers silent for exactly the limit', histories: { lastBuyerEventAtMs: hoursAgo(6) } },
    { given: 'a newcomer that has no weight, so no clicks', histories: { agents: [...twoAgents, agentOf(3)] } },
    {
      given: 'an agent that is off and short of clicks',
      histories: { agents: [...twoAgents, { ...earner(3, 9), isOn: false }] },
    },
    { given: 'no revenue under CVR', histories: { agents: [agentOf(1, { clicks: 900, leads: 9 })], objective: 'cvr' } },
  ])('given $given, then it does not hold', ({ histories }) => {
    expect(findHold(historiesOf(twoAgents, histories), good)).toBeNull();
  });

  test('given several reasons at once, then what a person decided is named first', () => {
    const all = { isHeld: true, lastBuyerEventAtMs: hoursAgo(99), agents: [agentOf(1)] };
    expect(findHold(historiesOf([], { ...all, mode: 'fixed', isRunning: false }), failed)?.code).toBe('not_running');
    expect(findHold(historiesOf([], { ...all, mode: 'fixed' }), failed)?.code).toBe('fixed_mode');
    expect(findHold(historiesOf([], all), failed)?.code).toBe('held_by_person');
  });
});
