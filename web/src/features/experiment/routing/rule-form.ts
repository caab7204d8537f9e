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

/** Checks a rule by the API's own schema, and for values that no click has. @returns no faults where it may be kept */
export function checkRule(rule: Rule): RuleFaults {
  const { error } = Rule.safeParse(rule, { error: issueMessage });
  const broken = (error?.issues ?? []).map(({ path, message }): [string, string] => {
    const place = path.join('.');
    return [place.replace(/(\.values)\.\d+$/, '$1'), faultSentence(labelOf(place), message)];
  });
  const vain = rule.conditions.flatMap((condition, place): [string, string][] => {
    const fault = vainValue(condition);
    return fault === null ? [] : [[`conditions.${place}.values`, fault]];
  });
  return new Map([...vain, ...broken]);
}

const DEVICES = ['mobile', 'tablet', 'desktop', 'other'];

/** A value that is never met, such as a country's name instead of its code; null where there is none. */
function vainValue(condition: RuleCondition): string | null {
  if (condition.on !== 'country' && condition.on !== 'device') return null;
  if (condition.test !== 'is' && condition.test !== 'is_not') return null;
  const isKnown = (value: string) =>
    condition.on === 'country' ? /^[a-z][a-z0-9]$/i.test(value) : DEVICES.includes(value.toLowerCase());
  const vain = condition.values.find((value) => !isKnown(value));
  if (vain === undefined) return null;
  return condition.on === 'country'
    ? `${vain} is no country's code: write two letters, such as US or CA.`
    : `${vain} is no device that is told apart: write one of ${DEVICES.join(', ')}.`;
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
