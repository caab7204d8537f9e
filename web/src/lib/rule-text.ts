import type { Agent, Rule, RuleCondition, RuleDimension, RuleTest } from '@alyson/schema';
import { agentLetter } from '@alyson/schema';
import { formatSplit } from '../ui/format/percent.ts';
import { hoursText } from './hours-of-week.ts';

type ConditionSubject = RuleCondition['on'];

/** What a rule can look at, as people say it. */
export const SUBJECTS: Readonly<Record<ConditionSubject, string>> = {
  country: 'Country',
  region: 'Region',
  device: 'Device',
  os: 'Operating system',
  browser: 'Browser',
  language: 'Language',
  affiliate: 'Affiliate id',
  source: 'Source',
  sub1: 'Sub id 1',
  sub2: 'Sub id 2',
  sub3: 'Sub id 3',
  sub4: 'Sub id 4',
  sub5: 'Sub id 5',
  parameter: 'Link parameter',
  hours: 'Time of the week',
};

export const TESTS: Readonly<Record<RuleTest, string>> = {
  is: 'is',
  is_not: 'is not',
  begins_with: 'begins with',
  contains: 'contains',
  is_present: 'is there',
  is_absent: 'is not there',
};

export const needsValues = (test: RuleTest): boolean => test !== 'is_present' && test !== 'is_absent';

/** What to type for a dimension. */
export const EXAMPLES: Partial<Record<RuleDimension | 'parameter', string>> = {
  country: 'US, CA',
  region: 'CA, TX',
  device: 'mobile, tablet',
  os: 'iOS, Android',
  browser: 'Safari, Chrome',
  language: 'en, es-MX',
  affiliate: '182, 94',
};

/** What a dimension's values are, where that is not plain. */
export const VALUE_HINTS: Partial<Record<ConditionSubject, string>> = {
  country:
    'Codes of two letters. Known on Cloudflare Workers; on Node only with ALYSON_GEO_DATABASE, else it is unknown and no value matches.',
  region: 'Codes without their country. Known where the country is.',
  device: 'mobile, tablet, desktop or other.',
};

/** A condition's subject by the name that a trace calls it. */
export const subjectText = (on: string): string =>
  Object.hasOwn(SUBJECTS, on) ? SUBJECTS[on as ConditionSubject] : on;

/** `Country is US or CA`. */
function conditionText(condition: RuleCondition): string {
  if (condition.on === 'hours') return `It is ${hoursText(condition.hours)}`;
  const subject = condition.on === 'parameter' ? `Parameter ${condition.name || '…'}` : SUBJECTS[condition.on];
  if (!needsValues(condition.test)) return `${subject} ${TESTS[condition.test]}`;
  const values = condition.values.join(condition.test === 'is_not' ? ' nor ' : ' or ');
  return `${subject} ${TESTS[condition.test]} ${values || '…'}`;
}

/** `agent B`, `its own split: A 30%, B 70%`, … */
function outcomeText(outcome: Rule['outcome'], agents: readonly Pick<Agent, 'id' | 'number'>[]): string {
  const letterOf = (id: string) => {
    const agent = agents.find((one) => one.id === id);
    return agent ? agentLetter(agent.number) : 'an agent that is gone';
  };
  switch (outcome.to) {
    case 'agent':
      return `agent ${letterOf(outcome.agentId)}`;
    case 'split': {
      const shares = outcome.weights.filter(({ weightBasisPoints }) => weightBasisPoints > 0);
      const written = formatSplit(shares.map(({ weightBasisPoints }) => weightBasisPoints));
      return `a split of its own: ${shares.map((one, place) => `${letterOf(one.agentId)} ${written[place]}`).join(', ')}`;
    }
    case 'url':
      return outcome.url;
    case 'fallback':
      return 'the fallback page, out of the experiment';
    default:
      return outcome satisfies never;
  }
}

/** `When country is US or CA and device is mobile, go to agent B.` */
export function ruleText(rule: Rule, agents: readonly Pick<Agent, 'id' | 'number'>[]): string {
  const conditions = rule.conditions.map(conditionText).map(uncapitalize).join(', and ');
  return `When ${conditions}, go to ${outcomeText(rule.outcome, agents)}.`;
}

const uncapitalize = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
