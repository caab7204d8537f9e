import type { BucketTable, Rule } from '@alyson/schema';
import { describe, expect, test } from 'vitest';
import { compileRelease, nextTables, type RoutedExperiment } from './compile-release.ts';

const agent = (id: string, weightBasisPoints: number, changes = {}) => ({
  id,
  number: id.charCodeAt(0) - 96,
  landingUrl: `https://${id}.example/`,
  state: 'on' as const,
  isCapped: false,
  tuneUrlId: null,
  weightBasisPoints,
  ...changes,
});

const ruleOf = (id: string, weights: Record<string, number>): Rule => ({
  id,
  name: id,
  conditions: [{ on: 'country', test: 'is', values: ['US'] }],
  outcome: {
    to: 'split',
    weights: Object.entries(weights).map(([agentId, weightBasisPoints]) => ({
      agentId: agentId as never,
      weightBasisPoints,
    })),
  },
});

const experiment = (changes: Partial<RoutedExperiment> = {}): RoutedExperiment => ({
  id: 'exp',
  workspaceId: 'ws',
  number: 1,
  state: 'running',
  isCapped: false,
  salt: 1,
  fallbackUrl: null,
  rules: [],
  timezone: 'UTC',
  stickyDays: 0,
  redirectStatus: 302,
  agents: [agent('a', 5000), agent('b', 3000), agent('c', 2000)],
  ...changes,
});

/** The owner of every bucket. */
const owners = ({ ends, owners: by }: BucketTable): number[] =>
  ends.flatMap((end, i) => Array.from({ length: end - (ends[i - 1] ?? 0) }, () => by[i] ?? 0));

const tableOf = (tables: ReturnType<typeof nextTables>, id: string): BucketTable => {
  const outcome = tables.rules.find((rule) => rule.id === id)?.outcome;
  return outcome?.to === 'split' ? outcome.table : expect.fail('it has no split');
};

describe('a rule’s own split', () => {
  const first = {
    ...nextTables(experiment({ rules: [ruleOf('us', { a: 6000, c: 4000 })] }), null),
    agents: experiment().agents,
  };

  test('given agents it does not name, then they own none of its buckets', () => {
    expect(owners(tableOf(first, 'us')).filter((owner) => owner === 1)).toEqual([]);
    expect(owners(tableOf(first, 'us')).filter((owner) => owner === 0)).toHaveLength(6000);
  });

  test('given other weights, and another place in the list, then the fewest buckets move (R6)', () => {
    const rules = [ruleOf('new', { b: 10_000 }), ruleOf('us', { a: 5000, b: 1500, c: 3500 })];
    const next = nextTables(experiment({ rules }), first);
    const [was, is] = [owners(tableOf(first, 'us')), owners(tableOf(next, 'us'))];
    expect(is.filter((owner, bucket) => owner !== was[bucket])).toHaveLength(1500);
    expect(next.table).toEqual(first.table);
  });

  test('given its outcome was something else before, then it begins anew', () => {
    const before = { ...first, rules: [{ ...ruleOf('us', {}), outcome: { to: 'fallback' as const } }] };
    expect(tableOf(nextTables(experiment({ rules: [ruleOf('us', { b: 10_000 })] }), before), 'us')).toEqual({
      ends: [10_000],
      owners: [1],
    });
  });
});

describe('compileRelease', () => {
  test.each([
    { state: 'running', isCapped: false, routed: 'running' },
    { state: 'running', isCapped: true, routed: 'capped' },
    { state: 'paused', isCapped: true, routed: 'paused' },
    { state: 'completed', isCapped: false, routed: 'ended' },
  ] as const)(
    'given $state, capped $isCapped, then the router is told $routed (R10)',
    ({ state, isCapped, routed }) => {
      const given = experiment({ state, isCapped });
      expect(compileRelease(given, 1, nextTables(given, null)).state).toBe(routed);
    },
  );

  test('given all settings, then they stand in the release as they are', () => {
    const agents = [agent('a', 10_000, { tuneUrlId: '214' }), agent('b', 0, { isCapped: true, state: 'off' })];
    const given = experiment({ agents, timezone: 'America/New_York', stickyDays: 30, redirectStatus: 307 });
    expect(compileRelease(given, 7, nextTables(given, null))).toMatchObject({
      number: 7,
      timezone: 'America/New_York',
      stickyDays: 30,
      redirectStatus: 307,
      agents: [
        { id: 'a', isOn: true, isCapped: false, tuneUrlId: '214' },
        { id: 'b', isOn: false, isCapped: true, tuneUrlId: null },
      ],
    });
  });
});

describe('agents come and go', () => {
  const before = experiment({ rules: [ruleOf('us', { a: 6000, b: 4000 })] });
  const first = { ...nextTables(before, null), agents: before.agents };
  /** The agents that own each bucket, by name. */
  const namesIn = (table: BucketTable, agents: readonly { id: string; state?: string }[]) => {
    const listed = agents.filter((one) => one.state !== 'archived');
    return owners(table).map((owner) => listed[owner]?.id);
  };
  const wasOwnedBy = namesIn(first.table, before.agents);

  test('given another agent, then only the buckets that it gets change hands (R6)', () => {
    const agents = [agent('a', 4000), agent('b', 2400), agent('c', 1600), agent('d', 2000)];
    const now = namesIn(nextTables(experiment({ agents }), first).table, agents);
    expect(now.filter((name) => name === 'd')).toHaveLength(2000);
    expect(now.filter((name, bucket) => name !== wasOwnedBy[bucket] && name !== 'd')).toEqual([]);
  });

  test('given an agent is archived, then only its own buckets change hands, and no release lists it (R6)', () => {
    const agents = [agent('a', 7143), agent('b', 0, { state: 'archived' }), agent('c', 2857)];
    const after = experiment({ agents });
    const tables = nextTables(after, first);
    const now = namesIn(tables.table, agents);
    expect(now.filter((name, bucket) => name !== wasOwnedBy[bucket] && wasOwnedBy[bucket] !== 'b')).toEqual([]);
    expect(compileRelease(after, 2, tables).agents.map(({ id }) => id)).toEqual(['a', 'c']);
  });

  test('given an agent was archived, then a rule’s split still names the same agents', () => {
    const agents = [agent('a', 0, { state: 'archived' }), agent('b', 6000), agent('c', 4000)];
    const { rules } = nextTables(experiment({ agents, rules: [ruleOf('us', { b: 4000, c: 6000 })] }), first);
    const [rule] = rules;
    const table = rule?.outcome.to === 'split' ? rule.outcome.table : expect.fail('it has no split');
    const now = namesIn(table, agents);
    expect([now.filter((name) => name === 'b').length, now.filter((name) => name === 'c').length]).toEqual([
      4000, 6000,
    ]);
  });
});
