import type { RuleCondition } from '@alyson/schema';
import { expect, test } from 'vitest';
import { checkRule, newRule } from './rule-form.ts';

const faultOf = (condition: RuleCondition) =>
  checkRule({ ...newRule(), name: 'R', conditions: [condition] }).get('conditions.0.values');

test.each<RuleCondition>([
  { on: 'country', test: 'is', values: ['US', 'ca'] },
  { on: 'country', test: 'begins_with', values: ['u'] },
  { on: 'device', test: 'is_not', values: ['Mobile'] },
  { on: 'os', test: 'is', values: ['phone'] },
])('given $on $test $values, then the rule may be kept', (condition) => expect(faultOf(condition)).toBeUndefined());

test.each<{ condition: RuleCondition; fault: string }>([
  {
    condition: { on: 'country', test: 'is', values: ['US', 'Canada'] },
    fault: "Canada is no country's code: write two letters, such as US or CA.",
  },
  {
    condition: { on: 'device', test: 'is_not', values: ['phone'] },
    fault: 'phone is no device that is told apart: write one of mobile, tablet, desktop, other.',
  },
])('given a value that no click has, then it says "$fault"', ({ condition, fault }) =>
  expect(faultOf(condition)).toBe(fault),
);
