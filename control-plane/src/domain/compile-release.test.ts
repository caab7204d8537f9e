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
  const first = nextTables(experiment({ rules: [ruleOf('us', { a: 6000, c: 4000 })] }), null);

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
