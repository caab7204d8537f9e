import type { FieldProblem, Rule, RuleCondition } from '@alyson/schema';

/** What a rule's outcome may name. */
export interface RuleScope {
  agentIds: ReadonlySet<string>;
  /** What is wrong with a page, in words; empty where nothing is. */
  checkPage(url: string): readonly string[];
}

/** What is wrong with rules that their shape alone cannot show. Each fault names its field: `#/rules/0/outcome/agentId`. */
export function checkRules(rules: readonly Rule[], scope: RuleScope): FieldProblem[] {
  return rules.flatMap(({ conditions, outcome }, index) => [
    ...conditions.flatMap((condition, place) =>
      checkCondition(condition).map((fault) => at(`#/rules/${index}/conditions/${place}`, fault)),
    ),
    ...checkOutcome(outcome, scope).map((fault) => at(`#/rules/${index}/outcome`, fault)),
  ]);
}

const at = (pointer: string, fault: FieldProblem): FieldProblem => ({ ...fault, pointer: pointer + fault.pointer });

/** Values that no click can have: such a condition never holds, and nobody would see why. */
const VALUES: Partial<Record<RuleCondition['on'], readonly [pattern: RegExp, message: string]>> = {
  country: [/^[a-z]{2}$/i, 'must be a country by its two letters, such as US'],
  device: [/^(desktop|mobile|tablet|other)$/i, 'must be desktop, mobile, tablet or other'],
};

function checkCondition(condition: RuleCondition): FieldProblem[] {
  const [pattern, detail] = VALUES[condition.on] ?? [];
  if (condition.on === 'hours' || !pattern || !detail || isPartial(condition.test)) return [];
  return condition.values.flatMap((value, index) =>
    pattern.test(value) ? [] : [{ pointer: `/values/${index}`, detail }],
  );
}

const isPartial = (test: string): boolean => test === 'begins_with' || test === 'contains';

const NO_AGENT = 'is no agent of this experiment';

function checkOutcome(outcome: Rule['outcome'], { agentIds, checkPage }: RuleScope): FieldProblem[] {
  switch (outcome.to) {
    case 'agent':
      return agentIds.has(outcome.agentId) ? [] : [{ pointer: '/agentId', detail: NO_AGENT }];
    case 'split': {
      const ids: string[] = outcome.weights.map(({ agentId }) => agentId);
      return ids.flatMap((id, index) => {
        const detail = agentIds.has(id) ? ids.indexOf(id) < index && 'is listed twice' : NO_AGENT;
        return detail ? [{ pointer: `/weights/${index}/agentId`, detail }] : [];
      });
    }
    case 'url':
      return checkPage(outcome.url).map((detail) => ({ pointer: '/url', detail }));
    case 'fallback':
      return [];
    default:
      return outcome satisfies never;
  }
}
