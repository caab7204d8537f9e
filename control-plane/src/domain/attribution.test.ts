import { DAY_MS, MINUTE_MS } from '@alyson/schema';
import { describe, expect, test } from 'vitest';
import { type CandidateClick, type Placement, placeByKey, SKEW_MS } from './attribution.ts';

const LEAD_AT = 1_790_000_000_000;

const click = (clickId: string, changes: Partial<CandidateClick> = {}): CandidateClick => ({
  clickId,
  clickedAt: LEAD_AT - MINUTE_MS,
  isBot: false,
  clickReason: 'split',
  experimentId: 'exp_a',
  agentId: 'agt_a',
  currency: 'USD',
  utmContent: 'visit-1',
  windowDays: 90,
  ...changes,
});

const ago = (ms: number): Partial<CandidateClick> => ({ clickedAt: LEAD_AT - ms });
const clickOf = (placement: Placement) => (placement.kind === 'joined' ? placement.click.clickId : placement.cause);

describe('placeByKey (C18)', () => {
  test.each([
    { given: 'no click with the key', clicks: [], result: 'unknown_click' },
    { given: 'one click before the lead', clicks: [click('a')], result: 'a' },
    {
      given: 'several clicks of one visitor',
      clicks: [click('b', ago(2)), click('c', ago(1)), click('a', ago(3))],
      result: 'c',
    },
    { given: 'two clicks of the same millisecond', clicks: [click('b'), click('c'), click('a')], result: 'c' },
    { given: 'a click after the lead as well', clicks: [click('a'), click('b', ago(-SKEW_MS - 1))], result: 'a' },
    { given: 'only a click after the lead', clicks: [click('a', ago(-SKEW_MS - 1))], result: 'unknown_click' },
    { given: 'a click as late as clocks may differ', clicks: [click('a', ago(-SKEW_MS))], result: 'a' },
    { given: 'a click at the window’s very end', clicks: [click('a', ago(90 * DAY_MS))], result: 'a' },
    {
      given: 'a click just older than the window',
      clicks: [click('a', ago(90 * DAY_MS + 1))],
      result: 'older_than_window',
    },
    {
      given: 'an experiment with a shorter window and an older one with a longer',
      clicks: [click('a', { ...ago(10 * DAY_MS), windowDays: 90 }), click('b', { ...ago(8 * DAY_MS), windowDays: 7 })],
      result: 'a',
    },
    {
      given: 'a later bot and a person',
      clicks: [click('a', ago(9)), click('b', { ...ago(1), isBot: true })],
      result: 'a',
    },
    {
      given: 'bots alone',
      clicks: [click('a', { ...ago(9), isBot: true }), click('b', { ...ago(1), isBot: true })],
      result: 'b',
    },
    {
      given: 'a bot inside the window and a person outside',
      clicks: [click('a', ago(91 * DAY_MS)), click('b', { isBot: true })],
      result: 'b',
    },
    {
      given: 'two different utm_content whose forms meet in the key (R16)',
      clicks: [click('a', { utmContent: 'a%2Bb' }), click('b', { utmContent: 'a+b' })],
      result: 'ambiguous_key',
    },
    {
      given: 'another utm_content, but only by a bot',
      clicks: [click('a', { utmContent: 'a%2Bb' }), click('b', { utmContent: 'a+b', isBot: true })],
      result: 'a',
    },
  ])('given $given, then $result', ({ clicks, result }) => {
    expect(clickOf(placeByKey(LEAD_AT, clicks))).toBe(result);
    expect(clickOf(placeByKey(LEAD_AT, clicks.toReversed()))).toBe(result);
  });
});
