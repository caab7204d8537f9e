import { Release } from '@alyson/schema';
import { describe, expect, test } from 'vitest';
import { compileLinks } from '../compile-links.ts';
import type { LoggedClick } from './shadow-click.ts';
import { createParityTally, type ParityExperiment } from './tally-parity.ts';

const AT = Date.parse('2026-11-20T10:00:00Z');
const LINK = {
  id: 'lnk_1',
  kind: 'tune_campaign',
  value: '152',
  host: null,
  unit: 'utm_content',
  beforeTune: null,
  deepLinkHosts: [],
  presetQuery: '',
  handBackUrl: null,
  pixelCookie: false,
} as const;

const anAgent = (number: number) => ({
  id: `agt_${number}`,
  number,
  landingUrl: `https://p${number}.example/`,
  isOn: true,
});

/** Two agents, 60 to 40. */
function anExperiment(change: Partial<Release> = {}): ReadonlyMap<string, ParityExperiment> {
  const release = Release.parse({
    schemaVersion: 1,
    workspaceId: 'ws_1',
    experimentId: 'exp_1',
    experimentNumber: 1,
    number: 1,
    state: 'running',
    salt: 7,
    agents: [anAgent(1), anAgent(2)],
    table: { ends: [6_000, 10_000], owners: [0, 1] },
    fallbackUrl: null,
    ...change,
  });
  const { links } = compileLinks(release, [LINK as never], null);
  const agents = [6_000, 4_000].map((weightBasisPoints, i) => ({
    id: `agt_${i + 1}`,
    number: i + 1,
    name: `Page ${i + 1}`,
    weightBasisPoints,
    isOn: true,
  }));
  const places = [
    { page: '12/0', creativeIds: ['1'], agentId: 'agt_1' },
    { page: '12/214', creativeIds: ['2'], agentId: 'agt_2' },
  ];
  const route = { kind: 'campaign', id: '152', link: LINK, address: '*/aff_ad/152', links, places } as const;
  return new Map([['campaign/152', { route, experimentId: 'exp_1', name: 'Solar', agents }]]);
}

const click = (i: number, change: LoggedClick = {}): LoggedClick => ({
  transaction_id: `102${i.toString(16).padStart(27, '0')}`,
  offer_id: '12',
  creative_url_id: '0',
  ad_campaign_id: '152',
  ad_campaign_creative_id: '1',
  datetime: '2026-11-20 10:00:00',
  ip: '203.0.113.9',
  ...change,
});

/** TUNE's choice for the i-th click, with a share of the first page: a sequence that is even without being random. */
const tuneChose = (i: number, share: number): LoggedClick =>
  (i * 0.6180339887) % 1 < share ? {} : { ad_campaign_creative_id: '2', creative_url_id: '214' };

function tally(experiments: ReadonlyMap<string, ParityExperiment>, clicks: readonly LoggedClick[]) {
  const parity = createParityTally(experiments);
  const unreadable = clicks.filter((each) => !parity.add(each, AT)).length;
  return parity.finish(unreadable);
}

const many = (count: number, share: number) => Array.from({ length: count }, (_, i) => click(i, tuneChose(i, share)));

describe('parity', () => {
  test('given TUNE splits as we do, then both have the weights’ shares, and chance explains the rest (R7)', () => {
    const { experiments, overall } = tally(anExperiment(), many(5_000, 0.6));
    expect(overall).toMatchObject({ compared: 5_000, verdict: 'alike' });
    const [shown] = experiments;
    expect(shown).toMatchObject({ clicks: 5_000, compared: 5_000, verdict: 'alike', fallbacks: [], leftOut: [] });
    expect(shown?.difference).toMatchObject({ method: 'chi_square' });
    expect(shown?.agents.map(({ tuneClicks }) => tuneClicks)).toEqual([3_000, 2_000]);
    expect(shown?.agents[0]?.ourClicks).toBeGreaterThan(2_880);
    expect(shown?.agents[0]?.ourClicks).toBeLessThan(3_120);
    // Two independent choices of 60/40 agree on 52 % of clicks.
    expect((shown?.agreed ?? 0) / 5_000).toBeCloseTo(0.52, 1);
  });

  test('given TUNE splits otherwise, then chance does not explain it, and it is TUNE that strays from the weights', () => {
    const [shown] = tally(anExperiment(), many(5_000, 0.5)).experiments;
    expect(shown?.verdict).toBe('different');
    expect(shown?.tuneAgainstWeights?.pValue).toBeLessThan(1e-6);
    expect(shown?.oursAgainstWeights?.pValue).toBeGreaterThan(0.001);
  });

  test('given the same log twice, then the same report: a click’s choice is a function of the click', () => {
    const clicks = many(300, 0.6);
    expect(tally(anExperiment(), clicks)).toEqual(tally(anExperiment(), clicks));
  });

  test('given few clicks, then nothing is concluded', () => {
    expect(tally(anExperiment(), many(99, 0.1)).experiments[0]?.verdict).toBe('too_few');
  });

  test('given a rule of ours, then its clicks go to the fallback, and say why', () => {
    const rule = {
      id: 'r',
      name: 'No Germans',
      conditions: [{ on: 'country', test: 'is', values: ['DE'] }],
      outcome: { to: 'fallback' },
    };
    const experiments = anExperiment({ rules: [rule] as never });
    const [shown] = tally(experiments, [
      click(1, { country_code: 'de' }),
      click(2, { country_code: 'US' }),
    ]).experiments;
    expect(shown).toMatchObject({
      clicks: 2,
      compared: 1,
      fallbacks: [{ reason: 'excluded', clicks: 1 }],
      leftOut: [{ reason: 'would go to a fallback here', clicks: 1 }],
    });
  });

  test('given an experiment that is paused, then all would go to the fallback', () => {
    expect(tally(anExperiment({ state: 'paused' }), many(3, 1)).experiments[0]?.fallbacks).toEqual([
      { reason: 'paused', clicks: 3 },
    ]);
  });

  test('given what was never imported, then it is counted apart; and lines that name nothing are no clicks', () => {
    const strange = [
      click(1, { ad_campaign_id: '9' }),
      click(2, { ad_campaign_id: '', offer_id: '77' }),
      click(3, { ad_campaign_id: '9' }),
    ];
    const report = tally(anExperiment(), [...strange, { ad_campaign_id: 'x', offer_id: '' }]);
    expect(report).toMatchObject({
      rows: 3,
      unreadable: 1,
      experiments: [],
      overall: { verdict: 'too_few', difference: null },
      notImported: [
        { kind: 'campaign', id: '9', clicks: 2 },
        { kind: 'offer', id: '77', clicks: 1 },
      ],
    });
  });

  test('given a creative that was not imported, then it is left out of the comparison', () => {
    const strange = click(1, { ad_campaign_creative_id: '99', creative_url_id: '999' });
    expect(tally(anExperiment(), [strange]).experiments[0]).toMatchObject({
      compared: 0,
      leftOut: [{ reason: 'TUNE showed a page that was not imported', clicks: 1 }],
    });
  });

  test('R24: given clicks with an address and ids, then the report holds neither', () => {
    const text = JSON.stringify(tally(anExperiment(), many(200, 0.6)));
    expect(text).not.toContain('203.0.113.9');
    expect(text).not.toMatch(/102[0-9a-f]{27}/);
  });
});
