import type { ReleaseRule, RuleCondition } from '@alyson/schema';
import { describe, expect, test } from 'vitest';
import { compileRule, matchesRule, type RuleFacts } from './rules.ts';

const aRule = (...conditions: RuleCondition[]): ReleaseRule => ({
  id: 'r1',
  name: 'A rule',
  conditions,
  outcome: { to: 'fallback' },
});

const compile = (rule: ReleaseRule) =>
  compileRule(rule, {
    timezone: 'America/New_York',
    agents: [],
    compileUrl: () => {
      throw new Error('no rule here has a URL');
    },
  });

/** A German on an iPhone, by affiliate 31, on a Monday at nine. */
const facts: RuleFacts = {
  valueOf: (dimension) =>
    new Map<string, string>([
      ['country', 'DE'],
      ['device', 'mobile'],
      ['os', 'iOS'],
      ['language', 'de-DE'],
      ['affiliate', '31'],
      ['sub1', 'Summer'],
    ]).get(dimension) ?? null,
  parameter: (name) => (name === 'utm_source' ? 'Facebook' : null),
  hourOfWeek: () => 9,
};

const holds = (...conditions: RuleCondition[]) => matchesRule(compile(aRule(...conditions)), facts);

describe('a condition', () => {
  test.each([
    { on: 'country', test: 'is', values: ['AT', 'DE'], expected: true },
    { on: 'country', test: 'is', values: ['de'], expected: true },
    { on: 'country', test: 'is', values: ['US'], expected: false },
    { on: 'country', test: 'is_not', values: ['US'], expected: true },
    { on: 'country', test: 'is_not', values: ['DE', 'US'], expected: false },
    { on: 'language', test: 'begins_with', values: ['fr', 'de'], expected: true },
    { on: 'os', test: 'contains', values: ['os'], expected: true },
    { on: 'device', test: 'is_present', values: [], expected: true },
    { on: 'device', test: 'is_absent', values: [], expected: false },
    { on: 'affiliate', test: 'is', values: ['31'], expected: true },
    { on: 'sub1', test: 'is', values: ['Summer'], expected: true },
    { on: 'sub1', test: 'is', values: ['summer'], expected: false },
  ] as const)('R9: given $on $test $values, then $expected', ({ on, test, values, expected }) =>
    expect(holds({ on, test, values: [...values] })).toBe(expected),
  );

  test.each([
    { test: 'is', expected: false },
    { test: 'is_not', expected: false },
    { test: 'contains', expected: false },
    { test: 'is_present', expected: false },
    { test: 'is_absent', expected: true },
  ] as const)('R9: given a browser nobody knows, then $test says $expected: it might be any', ({ test, expected }) =>
    expect(holds({ on: 'browser', test, values: ['Chrome'] })).toBe(expected),
  );

  test.each([
    { test: 'is', expected: false },
    { test: 'is_not', expected: true },
    { test: 'is_absent', expected: true },
  ] as const)('R9: given a parameter the link does not carry, then $test says $expected: it is none of them', (given) =>
    expect(holds({ on: 'parameter', name: 'gclid', test: given.test, values: ['x'] })).toBe(given.expected),
  );

  test('R9: given a parameter, then it is compared by name and as it stands', () => {
    expect(holds({ on: 'parameter', name: 'utm_source', test: 'is', values: ['Facebook'] })).toBe(true);
    expect(holds({ on: 'parameter', name: 'utm_source', test: 'is', values: ['facebook'] })).toBe(false);
    expect(holds({ on: 'parameter', name: 'UTM_SOURCE', test: 'is', values: ['Facebook'] })).toBe(false);
  });

  test('R9: given hours of the week, then the experiment’s timezone says which one it is', () => {
    const asked: string[] = [];
    const rule = compile(aRule({ on: 'hours', hours: [9, 33] }));
    const hourOfWeek = (timezone: string) => asked.push(timezone) && 33;
    expect(matchesRule(rule, { ...facts, hourOfWeek })).toBe(true);
    expect(matchesRule(rule, { ...facts, hourOfWeek: () => 10 })).toBe(false);
    expect(asked).toEqual(['America/New_York']);
  });
});

describe('a rule', () => {
  test('R9: given several conditions, then all must hold, and none is looked at after one that does not', () => {
    const rule = compile(
      aRule(
        { on: 'country', test: 'is', values: ['DE'] },
        { on: 'browser', test: 'is', values: ['Chrome'] },
        { on: 'affiliate', test: 'is', values: ['31'] },
      ),
    );
    const seen: unknown[] = [];
    expect(matchesRule(rule, facts, (on, outcome) => seen.push([on, outcome]))).toBe(false);
    expect(seen).toEqual([
      ['country', 'holds'],
      ['browser', 'unknown'],
    ]);
  });
});
