import type { Rule } from '@alyson/schema';
import { expect, test } from 'vitest';
import { summarizeAgent, summarizeLink, summarizeSettings } from './summarize-edit.ts';

const rule = (id: string, name: string, value = 'US'): Rule => ({
  id,
  name,
  conditions: [{ on: 'country', test: 'is', values: [value] }],
  outcome: { to: 'fallback' },
});

const [us, tx] = [rule('us', 'Americans'), rule('tx', 'Texas')];

test.each([
  { given: 'a rule more', was: [us], becomes: [us, tx], says: 'added the rule “Texas”' },
  { given: 'two rules less', was: [us, tx], becomes: [], says: 'removed the rules “Americans” and “Texas”' },
  {
    given: 'one changed and one gone',
    was: [us, tx],
    becomes: [rule('us', 'Americans', 'CA')],
    says: 'changed the rule “Americans” and removed the rule “Texas”',
  },
  { given: 'another order', was: [us, tx], becomes: [tx, us], says: 'changed the order of the rules' },
  {
    given: 'keys in another order, as the database has them',
    was: [{ outcome: us.outcome, conditions: us.conditions, name: us.name, id: us.id }],
    becomes: [us, tx],
    says: 'added the rule “Texas”',
  },
])('given rules: $given, then the release says: $says', ({ was, becomes, says }) => {
  expect(summarizeSettings({ rules: was }, { rules: becomes })).toBe(says);
});

test('given several settings, then one sentence tells all of them', () => {
  const was = { stickyDays: 0, fallbackUrl: null, timezone: 'UTC' };
  expect(summarizeSettings(was, { stickyDays: 1, fallbackUrl: 'https://x.example/', timezone: 'Europe/Berlin' })).toBe(
    'changed the fallback page, set the timezone to Europe/Berlin and let visitors keep their agent for 1 day',
  );
});

test('given nothing that is routed by, then there is nothing to say', () => {
  expect(summarizeSettings({ dailyCap: null }, { dailyCap: 5 })).toBeNull();
  expect(summarizeAgent('A', {})).toBeNull();
});

test('given a link or an agent, then it is named as affiliates and people know it', () => {
  const link = { kind: 'path' as const, value: 'summer', host: 'go.brand.example' };
  expect(summarizeLink(null, link)).toBe('added the link go.brand.example/summer');
  expect(summarizeLink(link, null)).toBe('removed the link go.brand.example/summer');
  expect(summarizeAgent('B', { landingUrl: 'x', tuneUrlId: '7' })).toBe(
    'changed the landing page of agent B and changed the url_id of agent B',
  );
});
