import type { Release } from '@alyson/schema';
import { describe, expect, test } from 'vitest';
import { compileBundle } from './compile-bundle.ts';
import { fitBundle } from './fit-bundle.ts';

const MOST_BYTES = 100_000;

const release = (experimentId: string, changes: Partial<Release> = {}): Release => ({
  schemaVersion: 1,
  workspaceId: 'ws',
  experimentId,
  experimentNumber: 1,
  number: 1,
  state: 'running',
  salt: 1,
  agents: [{ id: 'a', number: 1, landingUrl: 'https://a.example/', isOn: true, isCapped: false, tuneUrlId: null }],
  table: { ends: [10_000], owners: [0] },
  rules: [],
  timezone: 'UTC',
  stickyDays: 0,
  redirectStatus: 302,
  fallbackUrl: null,
  ...changes,
});

const rulesOf = (bytes: number): Release['rules'] => [
  {
    id: 'r',
    name: 'r',
    conditions: [{ on: 'parameter', name: 'p', test: 'is', values: ['"'.repeat(bytes / 4)] }],
    outcome: { to: 'fallback' },
  },
];

const bundleOf = (...releases: Release[]) =>
  compileBundle({ environment: 'local', shard: 0, shardCount: 1, links: [], releases, workspaces: [] });

const idsOf = ({ releases }: ReturnType<typeof bundleOf>) => releases.map(({ experimentId }) => experimentId);

describe('fitting a bundle (R19)', () => {
  test('given room for all, then nothing is left out', () => {
    const bundle = bundleOf(release('a'), release('b', { rules: rulesOf(40_000) }));
    expect(fitBundle(bundle, MOST_BYTES)).toEqual({ content: bundle, leftOut: [] });
  });

  test('given more than an edge takes, then only the largest releases stay behind, and the rest fits', () => {
    const large = (id: string, bytes: number) => release(id, { rules: rulesOf(bytes) });
    const bundle = bundleOf(release('a'), large('b', 60_000), large('c', 80_000), large('d', 70_000), release('e'));
    const { content, leftOut } = fitBundle(bundle, MOST_BYTES);
    expect(leftOut.map(({ experimentId }) => experimentId)).toEqual(['c', 'd']);
    expect(idsOf(content)).toEqual(['a', 'b', 'e']);
    expect(JSON.stringify({ payload: JSON.stringify(content) }).length).toBeLessThan(MOST_BYTES);
  });

  test('given an experiment too large for any bundle, when it is paused, then its pause is published', () => {
    const bundle = bundleOf(release('a', { state: 'paused', rules: rulesOf(200_000) }));
    const { content, leftOut } = fitBundle(bundle, MOST_BYTES);
    expect(leftOut).toEqual([]);
    expect(content.releases).toMatchObject([{ experimentId: 'a', state: 'paused' }]);
  });
});
