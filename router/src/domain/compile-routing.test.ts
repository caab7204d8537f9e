import type { Release } from '@alyson/schema';
import { describe, expect, test } from 'vitest';
import { aBundle, aRelease } from '../../test/sample-bundle.ts';
import { compileRouting } from './compile-routing.ts';

const LINKS = { '*/r/a': 'exp_a', '*/r/b': 'exp_b' };
const bundleOf = (releases: readonly unknown[], sequence = 1) => aBundle({ sequence, links: LINKS, releases });
const good = (experimentId: string, number = 1) => aRelease({ experimentId, number });
const numbersIn = (bundle: ReturnType<typeof compileRouting>['compiled']) =>
  Object.fromEntries([...bundle.releases].map(([id, { number }]) => [id, number]));

/** Each breaks a release in its own way; what a signature cannot tell, the reader must (R19). */
const broken: { given: string; change: (release: Release) => unknown }[] = [
  { given: 'a newer schema', change: (r) => ({ ...r, schemaVersion: 2 }) },
  { given: 'no agents', change: (r) => ({ ...r, agents: [] }) },
  { given: 'an agent twice', change: (r) => ({ ...r, agents: [...r.agents, ...r.agents] }) },
  { given: 'a bucket of an unknown agent', change: (r) => ({ ...r, table: { ends: [10_000], owners: [2] } }) },
  { given: 'a table that ends early', change: (r) => ({ ...r, table: { ends: [9_999], owners: [0] } }) },
  {
    given: 'a table that falls',
    change: (r) => ({ ...r, table: { ends: [5_000, 4_000, 10_000], owners: [0, 1, 0] } }),
  },
  { given: 'a table of NaN', change: (r) => ({ ...r, table: { ends: [Number.NaN], owners: [0] } }) },
  { given: 'a negative bucket', change: (r) => ({ ...r, table: { ends: [-1, 10_000], owners: [0, 1] } }) },
  { given: 'a huge bucket', change: (r) => ({ ...r, table: { ends: [1e308], owners: [0] } }) },
  { given: 'more ends than owners', change: (r) => ({ ...r, table: { ends: [5_000, 10_000], owners: [0] } }) },
  { given: 'a page without TLS', change: (r) => withPage(r, 'http://lp.example.com/') },
  { given: 'a page with a macro in its host', change: (r) => withPage(r, 'https://{source}.example.com/') },
  { given: 'a page with an unknown macro', change: (r) => withPage(r, 'https://lp.example.com/?x={nope}') },
  { given: 'a fallback that is no address', change: (r) => ({ ...r, fallbackUrl: 'nowhere' }) },
  { given: 'nothing', change: () => null },
];
const withPage = (release: Release, landingUrl: string) => ({
  ...release,
  agents: release.agents.map((agent) => ({ ...agent, landingUrl })),
});

describe('compileRouting', () => {
  test.each(broken)('R19: given $given among good ones, then only its experiment is kept back', ({ change }) => {
    const held = compileRouting(bundleOf([good('exp_a', 7), good('exp_b', 7)]), null).compiled;
    const { compiled, heldBack } = compileRouting(bundleOf([change(good('exp_a', 8)), good('exp_b', 8)], 2), held);
    expect(heldBack).toMatchObject([{ reason: 'invalid' }]);
    expect(compiled.links.get('*/r/b')?.release?.number).toBe(8);
    expect(compiled.links.get('*/r/a')?.release?.number).toBe(7);
  });

  test('R21: given a lower release number, then the one held stays', () => {
    const held = compileRouting(bundleOf([good('exp_a', 7), good('exp_b', 7)]), null).compiled;
    const { compiled, heldBack } = compileRouting(bundleOf([good('exp_a', 6), good('exp_b', 7)], 2), held);
    expect(numbersIn(compiled)).toEqual({ exp_a: 7, exp_b: 7 });
    expect(heldBack).toEqual([{ experimentId: 'exp_a', reason: 'older_than_held', detail: '6 came after 7' }]);
  });

  test('R19: given an invalid release and none held, then its link has none', () => {
    const { compiled } = compileRouting(bundleOf([{ ...good('exp_a'), agents: [] }]), null);
    expect(compiled.links.get('*/r/a')).toMatchObject({ release: null, workspaceId: 'ws_1' });
  });

  test('R18: given a workspace fallback that is not valid, then it counts as none', () => {
    const bundle = { ...bundleOf([good('exp_a')]), workspaces: { ws_1: { fallbackUrl: 'http://x' } } };
    expect(compileRouting(bundle, null).compiled.links.get('*/r/a')?.workspaceFallback).toBeNull();
  });
});
