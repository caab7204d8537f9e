import type { Link, Release } from '@alyson/schema';
import { describe, expect, test } from 'vitest';
import { type ComparedRelease, compareReleases } from './compare-releases.ts';

const agent = (id: string, number: number) => ({
  id,
  number,
  landingUrl: `https://${id}.example/`,
  isOn: true,
  isCapped: false,
  tuneUrlId: null,
});

const release = (number: number, changes: Partial<Release> = {}): Release => ({
  schemaVersion: 1,
  workspaceId: 'ws',
  experimentId: 'exp',
  experimentNumber: 1,
  number,
  state: 'running',
  salt: 1,
  agents: [agent('agt_a', 1), agent('agt_b', 2)],
  table: { ends: [5000, 10_000], owners: [0, 1] },
  rules: [],
  timezone: 'UTC',
  stickyDays: 0,
  redirectStatus: 302,
  fallbackUrl: null,
  ...changes,
});

const rule = (id: string, changes: object = {}): Release['rules'][number] => ({
  id,
  name: `Rule ${id}`,
  conditions: [],
  outcome: { to: 'fallback' },
  ...changes,
});

const link = (id: string, value: string) => ({ id, kind: 'slug', value, host: null }) as Link;

const of = (document: Release, links: readonly Link[] | null = []): ComparedRelease => ({ document, links });

describe('comparing two releases (C9)', () => {
  test('given the same but for its number, then nothing differs', () =>
    expect(compareReleases(of(release(1)), of(release(2)))).toEqual({
      older: 1,
      newer: 2,
      movedBuckets: 0,
      knowsLinks: true,
      changes: [],
    }));

  test('given everything was altered, then each alteration is named with what it was and became', () => {
    const before = release(1, { rules: [rule('x'), rule('y')] });
    const after = release(4, {
      state: 'paused',
      stickyDays: 30,
      agents: [{ ...agent('agt_a', 1), landingUrl: 'https://new.example/' }, agent('agt_b', 2), agent('agt_c', 3)],
      table: { ends: [4000, 9000, 10_000], owners: [0, 1, 2] },
      rules: [rule('y', { outcome: { to: 'split', table: { ends: [2500, 10_000], owners: [1, 0] } } })],
    });
    const diff = compareReleases(of(before, [link('lnk_1', 'solar')]), of(after, [link('lnk_2', 'sun')]));
    expect(diff).toMatchObject({ older: 1, newer: 4, movedBuckets: 2000 });
    expect(diff.changes.map(({ of: what, name, kind }) => `${what} ${name} ${kind}`)).toEqual([
      'settings  changed',
      'link solar removed',
      'link sun added',
      'rule Rule x removed',
      'rule Rule y changed',
      'agent A changed',
      'agent C added',
    ]);
    const fieldsOf = (name: string) => diff.changes.find((change) => change.name === name)?.fields;
    expect(fieldsOf('')).toEqual([
      { field: 'state', before: 'running', after: 'paused' },
      { field: 'stickyDays', before: 0, after: 30 },
    ]);
    expect(fieldsOf('A')).toEqual([
      { field: 'landingUrl', before: 'https://agt_a.example/', after: 'https://new.example/' },
    ]);
    expect(fieldsOf('Rule y')).toEqual([
      { field: 'place', before: 2, after: 1 },
      {
        field: 'outcome',
        before: { to: 'fallback' },
        after: {
          to: 'split',
          weights: [
            { agentId: 'agt_a', weightBasisPoints: 7500 },
            { agentId: 'agt_b', weightBasisPoints: 2500 },
          ],
        },
      },
    ]);
  });

  test('given an early release that kept no links, then links are not said to have come', () =>
    expect(compareReleases(of(release(1), null), of(release(2), [link('lnk_1', 'solar')]))).toMatchObject({
      knowsLinks: false,
      changes: [],
    }));
});
