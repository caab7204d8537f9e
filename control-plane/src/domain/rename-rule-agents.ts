import type { Id, Rule } from '@alyson/schema';

/** The same rules for other agents. @param ids  by the agent that a rule names, who it is to name; others stay */
export const renameRuleAgents = (rules: readonly Rule[], ids: ReadonlyMap<string, string>): Rule[] =>
  rules.map((rule) => ({ ...rule, outcome: rename(rule.outcome, (id) => ids.get(id) ?? id) }));

function rename(outcome: Rule['outcome'], idOf: (id: string) => string): Rule['outcome'] {
  switch (outcome.to) {
    case 'agent':
      return { ...outcome, agentId: idOf(outcome.agentId) };
    case 'split':
      return {
        ...outcome,
        weights: outcome.weights.map((weight) => ({ ...weight, agentId: idOf(weight.agentId) as Id<'agent'> })),
      };
    case 'url':
    case 'fallback':
      return outcome;
    default:
      return outcome satisfies never;
  }
}
