import { type FieldChange, linkPath, Rules } from '@alyson/schema';
import { renameRuleAgents } from '../../domain/rename-rule-agents.ts';
import { isSameJson } from '../../domain/same-json.ts';
import type { ShownExperiment } from '../../experiment/show-experiment.ts';

/**
 * What two looks at an experiment differ in, field by field, in the words of the API: `agents.B.weightBasisPoints`,
 * `links./r/solar.unit`. Agents go by their letters, links by their addresses, rules by their ids and whole.
 */
export function compareExperiments(before: ShownExperiment, after: ShownExperiment): FieldChange[] {
  const [was, is] = [factsOf(before), factsOf(after)];
  const fields = new Set([...was.keys(), ...is.keys()]);
  return [...fields]
    .filter((field) => !isSameJson(was.get(field), is.get(field)))
    .map((field) => ({
      field,
      ...(was.has(field) && { before: was.get(field) }),
      ...(is.has(field) && { after: is.get(field) }),
    }));
}

/** All that a person can change, without what differs from one try to the next: ids, times, versions. */
function factsOf(experiment: ShownExperiment): Map<string, unknown> {
  const { name, state, mode, objective, attributionWindowDays, optimization, gradingSchedule } = experiment;
  const { fallbackUrl, timezone, stickyDays, redirectStatus, dailyCap, heldSince, holdReason, takesOutFailingPages } =
    experiment;
  const settings = { name, state, mode, objective, attributionWindowDays, optimization, gradingSchedule };
  const routing = { fallbackUrl, timezone, stickyDays, redirectStatus, dailyCap, takesOutFailingPages };
  const facts = new Map<string, unknown>(
    Object.entries({ ...settings, ...routing, isHeld: heldSince !== null, holdReason }),
  );
  for (const { letter, id: _, number: _number, isCapped, page, ...agent } of experiment.agents)
    for (const [field, value] of Object.entries(agent)) facts.set(`agents.${letter}.${field}`, value);
  for (const { id: _, kind, value, host, ...link } of experiment.links)
    for (const [field, setting] of Object.entries(link))
      facts.set(`links.${(host ?? '') + linkPath({ kind, value })}.${field}`, setting);
  const letters = new Map(experiment.agents.map(({ id, letter }) => [id, letter]));
  for (const rule of renameRuleAgents(Rules.parse(experiment.rules), letters)) facts.set(`rules.${rule.id}`, rule);
  facts.set(
    'rulesInOrder',
    experiment.rules.map((rule) => rule.name),
  );
  return facts;
}
