import type { Bundle, Release, ReleaseAgent, ReleaseLink } from '@alyson/schema';

export const anAgent = (number: number, change: Partial<ReleaseAgent> = {}): ReleaseAgent => ({
  id: `agt_${number}`,
  number,
  landingUrl: `https://lp.example.com/${number}?v=${number}`,
  isOn: true,
  isCapped: false,
  tuneUrlId: null,
  ...change,
});

/** A running release of two agents that share evenly. */
export const aRelease = (change: Partial<Release> = {}): Release => ({
  schemaVersion: 1,
  workspaceId: 'ws_1',
  experimentId: 'exp_a',
  experimentNumber: 1,
  number: 1,
  state: 'running',
  salt: 7,
  agents: [anAgent(1), anAgent(2)],
  table: { ends: [5_000, 10_000], owners: [0, 1] },
  rules: [],
  timezone: 'UTC',
  stickyDays: 0,
  redirectStatus: 302,
  fallbackUrl: 'https://lp.example.com/fallback',
  ...change,
});

export const aLink = (experimentId: string, change: Partial<ReleaseLink> = {}): ReleaseLink => ({
  id: `lnk_${experimentId}`,
  workspaceId: 'ws_1',
  experimentId,
  unit: 'utm_content',
  beforeTune: null,
  deepLinkHosts: [],
  presetQuery: '',
  handBackUrl: null,
  pixelCookie: false,
  ...change,
});

type SampleBundle = Omit<Bundle, 'releases' | 'links'> & {
  links: Record<string, string | ReleaseLink>;
  releases: readonly unknown[];
};

/** A bundle of one shard; `links` gives the experiment of each address, or the link itself. */
export function aBundle({ links = { '*/r/a': 'exp_a' }, ...change }: Partial<SampleBundle> = {}) {
  const toLink = ([address, link]: [string, string | ReleaseLink]) =>
    [address, typeof link === 'string' ? aLink(link) : link] as const;
  return {
    schemaVersion: 1 as const,
    environment: 'test',
    shard: 0,
    shardCount: 1,
    sequence: 1,
    issuedAtMs: 1_790_000_000_000,
    hosts: [],
    links: Object.fromEntries(Object.entries(links).map(toLink)),
    workspaces: { ws_1: { fallbackUrl: 'https://lp.example.com/workspace' } },
    releases: [aRelease()],
    ...change,
  };
}
