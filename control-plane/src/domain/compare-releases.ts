import {
  agentLetter,
  type BucketTable,
  type FieldChange,
  type Link,
  type Release,
  type ReleaseChange,
  type ReleaseDiff,
  type ReleaseRule,
} from '@alyson/schema';
import { isSameJson } from './same-json.ts';

/** A release with the links it was routed by; null where they were not kept. */
export interface ComparedRelease {
  document: Release;
  links: readonly Link[] | null;
}

/** What the routing of two releases differs by, in the order in which a click meets it: settings, links, rules, agents. */
export function compareReleases(older: ComparedRelease, newer: ComparedRelease): ReleaseDiff {
  const [before, after] = [older.document, newer.document];
  const knowsLinks = older.links !== null && newer.links !== null;
  return {
    older: before.number,
    newer: after.number,
    movedBuckets: countMoved(ownersOf(before.table, before), ownersOf(after.table, after)),
    knowsLinks,
    changes: [
      ...compareSettings(before, after),
      ...(knowsLinks ? compareItems('link', itemsOfLinks(older.links ?? []), itemsOfLinks(newer.links ?? [])) : []),
      ...compareItems('rule', itemsOfRules(before), itemsOfRules(after)),
      ...compareItems('agent', itemsOfAgents(before), itemsOfAgents(after)),
    ],
  };
}

/** Something with an identity, a name for people, and fields. */
interface Item {
  id: string;
  name: string;
  fields: Readonly<Record<string, unknown>>;
}

function compareItems(of: 'agent' | 'rule' | 'link', before: readonly Item[], after: readonly Item[]): ReleaseChange[] {
  const were = new Map(before.map((item) => [item.id, item]));
  const are = new Set(after.map(({ id }) => id));
  const removed = before.filter(({ id }) => !are.has(id));
  return [
    ...removed.map(
      ({ id, name, fields }): ReleaseChange => ({ of, id, name, kind: 'removed', fields: differences(fields, {}) }),
    ),
    ...after.flatMap(({ id, name, fields }): ReleaseChange[] => {
      const was = were.get(id);
      const changed = differences(was?.fields ?? {}, fields);
      return changed.length > 0 ? [{ of, id, name, kind: was ? 'changed' : 'added', fields: changed }] : [];
    }),
  ];
}

function compareSettings(before: Release, after: Release): ReleaseChange[] {
  const fields = differences(settingsOf(before), settingsOf(after));
  return fields.length > 0 ? [{ of: 'settings', id: null, name: '', kind: 'changed', fields }] : [];
}

const settingsOf = ({ state, fallbackUrl, timezone, stickyDays, redirectStatus }: Release) => ({
  state,
  fallbackUrl,
  timezone,
  stickyDays,
  redirectStatus,
});

const itemsOfAgents = ({ agents }: Release): Item[] =>
  agents.map(({ id, number, ...fields }) => ({ id, name: agentLetter(number), fields }));

const itemsOfLinks = (links: readonly Link[]): Item[] =>
  links.map(({ id, ...fields }) => ({ id, name: fields.value, fields }));

/** The order of rules decides, so a rule's place is a field of it. A split of its own is shown in shares. */
const itemsOfRules = (release: Release): Item[] =>
  release.rules.map(({ id, outcome, ...fields }, index) => ({
    id,
    name: fields.name,
    fields: { place: index + 1, ...fields, outcome: showOutcome(outcome, release) },
  }));

function showOutcome(outcome: ReleaseRule['outcome'], release: Release): unknown {
  if (outcome.to !== 'split') return outcome;
  const shares = Map.groupBy(ownersOf(outcome.table, release), (owner) => owner);
  const weights = [...shares].map(([agentId, buckets]) => ({ agentId, weightBasisPoints: buckets.length }));
  return { to: 'split', weights: weights.toSorted((a, b) => (a.agentId < b.agentId ? -1 : 1)) };
}

function differences(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): FieldChange[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names
    .filter((name) => !isSameJson(before[name], after[name]))
    .map((field) => ({ field, before: before[field], after: after[field] }));
}

/** Of each of the 10 000 buckets, the agent that has it. */
const ownersOf = ({ ends, owners }: BucketTable, { agents }: Release): string[] =>
  ends.flatMap((end, i) => Array.from({ length: end - (ends[i - 1] ?? 0) }, () => agents[owners[i] ?? 0]?.id ?? ''));

const countMoved = (before: readonly string[], after: readonly string[]): number =>
  before.filter((owner, bucket) => owner !== after[bucket]).length;
