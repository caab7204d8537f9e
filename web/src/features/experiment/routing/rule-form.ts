import { type Agent, Rule, type RuleCondition } from '@alyson/schema';
import { faultSentence, issueMessage } from '../../../lib/issue-message.ts';

export const newCondition = (on: RuleCondition['on'] = 'country'): RuleCondition => {
  if (on === 'hours') return { on, hours: [] };
  if (on === 'parameter') return { on, name: '', test: 'is', values: [] };
  return { on, test: 'is', values: [] };
};

export const newRule = (): Rule => ({
  id: crypto.randomUUID(),
  name: '',
  conditions: [newCondition()],
  outcome: { to: 'fallback' },
});

/** Each agent with an equal share, as near as basis points allow, is where a split of its own begins. */
export function newOutcome(to: Rule['outcome']['to'], agents: readonly Agent[]): Rule['outcome'] {
  switch (to) {
    case 'agent':
      return { to, agentId: agents[0]?.id ?? '' };
    case 'split':
      return { to, weights: agents.map(({ id, weightBasisPoints }) => ({ agentId: id, weightBasisPoints })) };
    case 'url':
      return { to, url: '' };
    case 'fallback':
      return { to };
    default:
      return to satisfies never;
  }
}

/** What is wrong with a rule, by its own paths, e.g. `conditions.0.values`. */
export type RuleFaults = ReadonlyMap<string, string>;

/** Checks a rule by the API's own schema. @returns no faults where it may be kept */
export function checkRule(rule: Rule): RuleFaults {
  const { error } = Rule.safeParse(rule, { error: issueMessage });
  return new Map(
    (error?.issues ?? []).map(({ path, message }) => {
      const place = path.join('.');
      return [place.replace(/(\.values)\.\d+$/, '$1'), faultSentence(labelOf(place), message)];
    }),
  );
}

function labelOf(path: string): string | undefined {
  if (path === 'name') return 'Name';
  if (path === 'outcome.url') return 'Page';
  if (path.endsWith('.values')) return 'It';
  if (/\.values\.\d+$/.test(path)) return 'One of the values';
  if (path.endsWith('.name')) return 'The parameter';
  return path.endsWith('.hours') ? 'It' : undefined;
}

/** `US, CA` as values; what stands between commas or lines. */
export const readValues = (text: string): string[] =>
  text
    .split(/[,\n]/)
    .map((value) => value.trim())
    .filter((value) => value !== '');
