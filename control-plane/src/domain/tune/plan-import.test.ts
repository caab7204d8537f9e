import { checkLandingUrl } from '@alyson/router/domain';
import { PlanTuneImport, type TuneFindingCode, type TuneRecord } from '@alyson/schema';
import { describe, expect, test } from 'vitest';
import type * as z from 'zod';
import { LEADS_BACK } from '../own-hosts.ts';
import { type PlanInput, type PlannedItem, planImport } from './plan-import.ts';
import { urlFact } from './state-facts.ts';

const offer = (id: string, change: object = {}): TuneRecord => ({
  kind: 'offer',
  id,
  name: `Offer ${id}`,
  status: 'active',
  url: `https://lp.example.com/${id}?utm_content={transaction_id}`,
  isPermanentRedirect: false,
  redirectOfferId: null,
  allowsDeepLinks: false,
  hasTargeting: false,
  hasCaps: false,
  ...change,
});
const offerUrl = (id: string, url = `https://lp.example.com/u${id}?utm_content={transaction_id}`): TuneRecord => ({
  kind: 'offer_url',
  id,
  offerId: '12',
  name: `Page ${id}`,
  status: 'active',
  url,
});
const campaign = (change: object = {}): TuneRecord => ({
  kind: 'campaign',
  id: '152',
  name: 'HomeLight split',
  type: 'link',
  status: 'active',
  usesWeights: true,
  optimizes: false,
  ...change,
});
const creative = (id: string, offerUrlId: string | null, percent: number | null, change: object = {}): TuneRecord => ({
  kind: 'creative',
  id,
  campaignId: '152',
  offerId: '12',
  offerUrlId,
  status: 'active',
  weightPercentMicros: percent === null ? null : percent * 1_000_000,
  ...change,
});
const tiny = (id: string, target: string): TuneRecord => ({ kind: 'tiny_url', id, target });

/** An ad group of two pages, 60 to 40. */
const plain = [offer('12'), offerUrl('214'), campaign(), creative('1', null, 60), creative('2', '214', 40)];

type Request = z.input<typeof PlanTuneImport>;
const STANCE: Request['stance'] = { mode: 'without', trackingHost: 'acme.go2cloud.org', host: 'go.brand.com' };

/** As a workspace does that allows all hosts but one. */
function checkPage(url: string): readonly string[] {
  const faults = checkLandingUrl(url, { allowHttpLocalhost: false });
  if (faults.length > 0) return faults;
  if (url.startsWith('https://go.brand.com/')) return [LEADS_BACK];
  return url.startsWith('https://forbidden.example/') ? ['is on forbidden.example, which is not allowed'] : [];
}

interface Given extends Partial<Omit<PlanInput, 'records' | 'request'>> {
  stance?: Partial<Request['stance']>;
  decision?: Omit<NonNullable<Request['decisions']>[number], 'kind' | 'id'>;
}

function plan(records: readonly TuneRecord[], { stance, decision, ...rest }: Given = {}): PlannedItem {
  const request = PlanTuneImport.parse({
    stance: { ...STANCE, ...stance },
    decisions: decision ? [{ kind: 'campaign', id: '152', ...decision }] : [],
  });
  const rules = { checkPage };
  const items = planImport({ records, request, known: new Map(), taken: new Set(), rules, ...rest });
  return items.find(({ source }) => source.kind === 'campaign') ?? expect.fail('there is no ad group');
}

const open = ({ findings }: PlannedItem): TuneFindingCode[] =>
  findings.filter(({ isSettled }) => !isSettled).map(({ code }) => code);

describe('what an ad group becomes', () => {
  test('given weights of 60 and 40, then a draft of two agents, each known by its url_id', () => {
    expect(plan(plain)).toMatchObject({
      outcome: 'create',
      name: 'HomeLight split',
      mode: 'fixed',
      findings: [],
      agents: [
        { page: '12/0', tuneUrlId: null, weightBasisPoints: 6_000, shareReason: 'explicit', creativeIds: ['1'] },
        { page: '12/214', tuneUrlId: '214', weightBasisPoints: 4_000, shareReason: 'explicit', name: 'Page 214' },
      ],
    });
  });

  test.each<{ mode: 'behind' | 'before' | 'without'; links: object[]; beforeTune: object | null }>([
    {
      mode: 'without',
      links: [
        { kind: 'tune_campaign', value: '152', host: 'go.brand.com' },
        { kind: 'short', value: 'SL2k', host: 'go.brand.com', presetQuery: 'campaign_id=152&aff_id=7' },
      ],
      beforeTune: null,
    },
    {
      mode: 'before',
      links: [{ kind: 'tune_campaign' }, { kind: 'short' }],
      beforeTune: { host: 'acme.go2cloud.org', offerId: '12', clickIdParameter: 'aff_sub5' },
    },
    { mode: 'behind', links: [{ kind: 'slug', value: 'tune-152', host: null }], beforeTune: null },
  ])('given we stand $mode TUNE, then these links (R2)', ({ mode, links, beforeTune }) => {
    const shorts = [
      tiny('SL2k', 'https://acme.go2cloud.org/aff_ad?campaign_id=152&aff_id=7'),
      tiny('SL9z', '/aff_ad?campaign_id=1520&aff_id=7'),
      tiny('SLp', 'offer_id=12'),
    ];
    const item = plan([...plain, ...shorts], { stance: { mode } });
    expect(item.links).toEqual(links.map((link) => expect.objectContaining(link)));
    expect(item.beforeTune).toEqual(beforeTune);
  });

  test('given inactive creatives, then they have no part in the shares', () => {
    const { agents } = plan([...plain, creative('3', '215', 50, { status: 'paused' })]);
    expect(agents.map(({ weightBasisPoints }) => weightBasisPoints)).toEqual([6_000, 4_000]);
  });

  test('given TUNE optimizes it, then the draft is in auto mode, and says so', () => {
    const item = plan(plain.map((record) => (record.kind === 'campaign' ? campaign({ optimizes: true }) : record)));
    expect([item.mode, item.findings.map(({ code }) => code)]).toEqual(['auto', ['optimized_by_tune']]);
  });

  test('given a redirect offer that is active, then it is the fallback; with macros it is not, and a note says so', () => {
    const withRedirect = (url: string) =>
      plan([...plain.slice(1), offer('12', { redirectOfferId: '9' }), offer('9', { url })]);
    expect(withRedirect('https://lp.example.com/over')).toMatchObject({ fallbackUrl: 'https://lp.example.com/over' });
    const macros = withRedirect('https://lp.example.com/{offer_id}');
    expect([macros.fallbackUrl, macros.outcome]).toEqual([null, 'create']);
    expect(macros.findings.map(({ code }) => code)).toContain('fallback_left_behind');
  });

  test('given it is paused in TUNE, or nobody takes it, then it is left out', () => {
    const paused = plain.map((record) => (record.kind === 'campaign' ? campaign({ status: 'paused' }) : record));
    expect(plan(paused).outcome).toBe('left_out');
    expect(plan(paused, { decision: { take: true } }).outcome).toBe('create');
    expect(plan(plain, { decision: { take: false } }).outcome).toBe('left_out');
  });
});

describe('what is refused, and listed for a person (the importer’s recipe, 5)', () => {
  const withUrl = (url: string) => [offer('12'), offerUrl('214', url), ...plain.slice(2)];
  const withOffer = (change: object) => [offer('12', change), ...plain.slice(1)];
  const key = '?utm_content={transaction_id}';

  test.each<{ given: string; records: readonly TuneRecord[]; code: TuneFindingCode; detail: RegExp }>([
    {
      given: 'an unknown macro',
      records: withUrl(`https://a.example/${key}&x={vcomm}`),
      code: 'macro_unknown',
      detail: /\{vcomm\}/,
    },
    {
      given: 'a macro no click carries',
      records: withUrl(`https://a.example/${key}&p={payout}`),
      code: 'macro_unknown',
      detail: /does not carry/,
    },
    {
      given: 'a macro in the host',
      records: withUrl(`https://{source}.a.example/${key}`),
      code: 'macro_in_host',
      detail: /host/,
    },
    { given: 'http', records: withUrl(`http://a.example/${key}`), code: 'page_not_https', detail: /https/ },
    {
      given: 'no address at all',
      records: withUrl('landing?utm_content={transaction_id}'),
      code: 'page_invalid',
      detail: /whole address/,
    },
    {
      given: 'a host that is not allowed (C8)',
      records: withUrl(`https://forbidden.example/${key}`),
      code: 'host_not_allowed',
      detail: /not allowed/,
    },
    {
      given: 'a page of our own',
      records: withUrl(`https://go.brand.com/${key}`),
      code: 'leads_back',
      detail: /circles/,
    },
    {
      given: 'a URL that was not exported',
      records: plain.filter(({ kind }) => kind !== 'offer_url'),
      code: 'page_missing',
      detail: /URL 214/,
    },
  ])('given $given, then nothing is made until another address is given', ({ records, code, detail }) => {
    const item = plan(records);
    expect([item.outcome, open(item)]).toEqual(['blocked', [code]]);
    expect(item.findings[0]).toMatchObject({ page: '12/214', need: 'fix', detail: expect.stringMatching(detail) });
    expect(open(plan(records, { decision: { accepted: [{ code, page: '12/214' }] } }))).toEqual([code]);
    const pages = [{ page: '12/214', landingUrl: `https://other.example/${key}` }];
    const mended = plan(records, { decision: { pages } });
    expect([mended.outcome, mended.agents[1]?.landingUrl]).toEqual(['create', pages[0]?.landingUrl]);
  });

  test.each<{ given: string; records: readonly TuneRecord[]; code: TuneFindingCode }>([
    { given: 'a 301', records: withOffer({ isPermanentRedirect: true }), code: 'permanent_redirect' },
    { given: 'an inactive offer', records: withOffer({ status: 'paused' }), code: 'offer_not_active' },
    { given: 'no join key', records: withOffer({ url: 'https://lp.example.com/12' }), code: 'no_join_key' },
    {
      given: 'weights above 100 %',
      records: [...plain.slice(0, 3), creative('1', null, 90), creative('2', '214', 60)],
      code: 'weights_above_100',
    },
    {
      given: 'redirect offers in a circle',
      records: [...withOffer({ redirectOfferId: '9' }), offer('9', { redirectOfferId: '12' })],
      code: 'redirect_loop',
    },
    {
      given: 'two creatives of one URL',
      records: [...plain.slice(0, 3), creative('1', null, 60), creative('2', '214', 20), creative('3', '214', 20)],
      code: 'duplicate_page',
    },
    {
      given: 'two URLs with one address',
      records: withUrl('https://lp.example.com/12?utm_content={transaction_id}'),
      code: 'duplicate_page',
    },
  ])('given $given, then a person has to accept it', ({ records, code }) => {
    const item = plan(records);
    expect([item.outcome, [...new Set(open(item))]]).toEqual(['blocked', [code]]);
    const accepted = item.findings.map(({ page }) => ({ code, page }));
    expect(plan(records, { decision: { accepted } }).outcome).toBe('create');
    expect(plan(records, { decision: { accepted: [{ code, page: '99/9' }] } }).outcome).toBe('blocked');
  });

  test('given two creatives of one URL, then one agent has the share of both', () => {
    const records = [...plain.slice(0, 3), creative('1', null, 60), creative('2', '214', 20), creative('3', '214', 20)];
    expect(plan(records).agents.map(({ weightBasisPoints }) => weightBasisPoints)).toEqual([6_000, 4_000]);
  });

  test('given another address that is no better, then it says what is wrong with that one', () => {
    const item = plan(plain, { decision: { pages: [{ page: '12/214', landingUrl: 'http://x.example/' }] } });
    expect(open(item)).toEqual(['page_not_https']);
  });

  test('given a page left out, then shares are those of what is left', () => {
    const three = [...plain, offerUrl('215'), creative('3', '215', null)];
    const item = plan(three, { decision: { leftOutPages: ['12/214'] } });
    expect(item.agents.map(({ page, weightBasisPoints }) => [page, weightBasisPoints])).toEqual([
      ['12/0', 6_000],
      ['12/215', 4_000],
    ]);
  });

  test('given one page only, then there is nothing to split', () => {
    expect(open(plan(plain, { decision: { leftOutPages: ['12/214'] } }))).toEqual(['one_page']);
  });

  test('given pages of two offers, then we cannot stand before TUNE', () => {
    const records = [...plain, offer('13'), creative('3', null, null, { offerId: '13' })];
    expect(open(plan(records, { stance: { mode: 'before' } }))).toEqual(['several_offers']);
    expect(open(plan(records, { stance: { mode: 'without' } }))).toEqual([]);
  });

  test('given its link is taken, then it says so, and another slug settles it', () => {
    const taken = new Set(['*/r/tune-152']);
    const behind = { stance: { mode: 'behind' as const }, taken };
    expect(open(plan(plain, behind))).toEqual(['address_taken']);
    expect(plan(plain, { ...behind, decision: { slug: 'homes' } }).outcome).toBe('create');
  });

  test('given more short links than an experiment has room for, then those left are named', () => {
    const shorts = Array.from({ length: 25 }, (_, i) => tiny(`SL${100 + i}`, `/aff_ad?campaign_id=152&aff_id=${i}`));
    const item = plan([...plain, ...shorts]);
    expect([item.links.length, open(item)]).toEqual([20, ['too_many_short_links']]);
  });
});

describe('a second import', () => {
  const first = plan(plain);
  const known = new Map([['campaign/152', { experimentId: 'exp_1', facts: first.facts }]]);

  test('given TUNE says the same, then there is nothing to do', () => {
    expect(plan(plain, { known, taken: new Set(['go.brand.com/aff_ad/152']) })).toMatchObject({
      outcome: 'unchanged',
      experimentId: 'exp_1',
      findings: [],
      differences: [],
    });
  });

  test('given a URL that the import does not hold, then the default URL of its offer is still known', () => {
    const { facts } = plan(plain.filter(({ kind }) => kind !== 'offer_url'));
    expect([facts[urlFact('12', null)], facts[urlFact('12', '214')]]).toEqual([
      first.facts[urlFact('12', null)],
      '(not in the import)',
    ]);
  });

  test('given TUNE says something else, then each difference with both values, and nothing is made', () => {
    const changed = [
      offer('12'),
      offerUrl('214', 'https://lp.example.com/new'),
      campaign({ name: 'Renamed' }),
      creative('1', null, 70),
      creative('3', null, null),
    ];
    const item = plan(changed, { known });
    expect(item.outcome).toBe('changed');
    expect(item.differences).toEqual([
      { what: 'Name', imported: 'HomeLight split', tune: 'Renamed' },
      { what: 'Weight of creative 1', imported: '60 %', tune: '70 %' },
      { what: 'Offer 12, URL 214', imported: expect.stringContaining('u214'), tune: null },
      { what: 'Weight of creative 2', imported: '40 %', tune: null },
      { what: 'Weight of creative 3', imported: null, tune: 'none' },
    ]);
  });
});

test('given an offer with several URLs, then its default has every click, and it is left out unless taken', () => {
  const request = PlanTuneImport.parse({ stance: STANCE });
  const rules = { checkPage };
  const input = {
    records: [offer('12'), offerUrl('214'), offer('13')],
    known: new Map(),
    taken: new Set<string>(),
    rules,
  };
  const [item, ...others] = planImport({ ...input, request });
  expect(others).toEqual([]);
  expect(item).toMatchObject({
    outcome: 'left_out',
    links: [{ kind: 'tune_offer', value: '12' }],
    agents: [
      { page: '12/0', weightBasisPoints: 10_000, shareReason: 'default_page' },
      { page: '12/214', weightBasisPoints: 0, tuneUrlId: '214' },
    ],
  });
});
