import { agentLetter, type Rule } from '@alyson/schema';

/** Why an agent cannot go: a rule sends clicks to it. */
export function refuseNamedByRule({ id, number }: { id: string; number: number }, rules: readonly Rule[]) {
  const rule = rules.find(({ outcome }) => namedBy(outcome).includes(id));
  return rule
    ? `The rule “${rule.name}” sends clicks to agent ${agentLetter(number)}. Change the rule under Routing first.`
    : null;
}

function namedBy(outcome: Rule['outcome']): string[] {
  switch (outcome.to) {
    case 'agent':
      return [outcome.agentId];
    case 'split':
      return outcome.weights.map(({ agentId }) => agentId);
    case 'url':
    case 'fallback':
      return [];
    default:
      return outcome satisfies never;
  }
}
