import type { PlanTuneImport, TuneImport, TunePlan, TunePlanItem } from '@alyson/schema';
import { auditEntries, experiments, tuneConnections, tuneRecords } from '@alyson/schema/tables';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type * as z from 'zod';
import { readNextPage } from '../src/features/tune-import/read-tune.ts';
import type { FakeTuneApi } from './support/fake-tune-api.ts';
import { problemOf } from './support/problem-of.ts';
import { testDeps, useControlPlane } from './support/test-control-plane.ts';
import { sampleTuneNetwork, tuneCampaign, tuneCreative, tuneOffer, tuneOfferUrl } from './support/tune-network.ts';
import { startTuneWithoutWaiting } from './support/tune-without-waiting.ts';

const TOKEN = 'NETTOKENaaaabbbbcccc';
const plane = useControlPlane();
let fake: FakeTuneApi;

beforeAll(async () => {
  const started = await startTuneWithoutWaiting({
    networkId: 'acme',
    token: TOKEN,
    data: sampleTuneNetwork(),
    pageRows: 2,
  });
  fake = started.fake;
  plane.deps.tune = started.tune;
  await plane.client().addHost({ body: { host: 'go.brand.example' } });
});
afterAll(() => fake.close());
beforeEach(() => {
  // Ids and lists are in order of time.
  plane.clock.now += 1_000;
});

type Request = z.input<typeof PlanTuneImport>;
const STANCE: Request['stance'] = { mode: 'without', trackingHost: 'acme.go2cloud.example', host: 'go.brand.example' };
const at = (importId: TuneImport['id']) => ({ params: { importId } });
const readAll = async () => {
  while (await readNextPage(plane.deps));
};
const connect = () => plane.client().connectTune({ body: { networkId: 'acme', apiToken: TOKEN } });

async function importFromApi(): Promise<TuneImport> {
  plane.clock.now += 1_000;
  const { id } = await plane.client().startTuneImport({ body: { origin: 'api' } });
  await readAll();
  return plane.client().getTuneImport(at(id));
}
const plan = ({ id }: TuneImport, decisions: Request['decisions'] = [], stance = STANCE) =>
  plane.client().planTuneImport({ ...at(id), body: { stance, decisions } });
const apply = ({ id }: TuneImport, decisions: Request['decisions'] = [], stance = STANCE) =>
  plane.client().applyTuneImport({ ...at(id), body: { stance, decisions } });
const groupIn = ({ items }: TunePlan, id = '152'): TunePlanItem =>
  items.find(({ source }) => source.kind === 'campaign' && source.id === id) ?? expect.fail(`no ad group ${id}`);
const countExperiments = () => plane.db.$count(experiments);

describe('the connection', () => {
  test('given a key that TUNE takes, then it is kept sealed, and shown to nobody', async () => {
    const { connection } = await connect();
    expect(connection).toMatchObject({ networkId: 'acme' });
    const [row] = await plane.db.select().from(tuneConnections);
    const entries = await plane.db.select().from(auditEntries).where(eq(auditEntries.action, 'tune.connected'));
    const shown = await plane.client().getTuneConnection({});
    expect(JSON.stringify([row, entries, shown])).not.toContain(TOKEN);
    expect(entries).toHaveLength(1);
  });

  test('given a key that TUNE refuses, then its field says why, and the old one stays', async () => {
    const problem = await problemOf(
      plane.client().connectTune({ body: { networkId: 'acme', apiToken: 'another-key' } }),
    );
    expect(problem).toMatchObject({ code: 'validation_failed', errors: [{ pointer: '#/apiToken' }] });
    expect(problem.message).toContain('API key is not valid');
    expect((await importFromApi()).state).toBe('ready');
  });

  test('given an editor, then the key is an admin’s to change (C4)', async () => {
    const editor = plane.client(plane.workspace.tokens.editor);
    expect((await problemOf(editor.disconnectTune({}))).code).toBe('forbidden');
  });

  test('given TUNE is not connected, then reading it is refused in words', async () => {
    const other = plane.client(plane.otherWorkspace.tokens.admin);
    const problem = await problemOf(other.startTuneImport({ body: { origin: 'api' } }));
    expect([problem.code, problem.message]).toEqual(['transition_refused', expect.stringContaining('not connected')]);
  });
});

describe('reading the API', () => {
  beforeAll(connect);

  test('given several pages of each kind, then all of it is read, with its raw answers and without the token', async () => {
    fake.calls.length = 0;
    const done = await importFromApi();
    expect(done).toMatchObject({
      state: 'ready',
      reading: null,
      warnings: [],
      counts: { offer: 1, offer_url: 2, campaign: 1, creative: 4, tiny_url: 1 },
    });
    expect(fake.calls).toContain('AdManager::findAllCreatives 2');
    const records = await plane.client().listTuneRecords({ ...at(done.id), query: { kind: 'creative' } });
    expect(records.items[0]).toMatchObject({
      record: { kind: 'creative', id: '9001', weightPercentMicros: 50_000_000, offerUrlId: null },
      raw: { id: '9001', custom_weight: '50.00' },
    });
    expect(JSON.stringify(await plane.db.select().from(tuneRecords))).not.toContain(TOKEN);
  });

  test('given the process dies between two pages, then another goes on where it stood, and nothing is there twice', async () => {
    const { id } = await plane.client().startTuneImport({ body: { origin: 'api' } });
    await readNextPage(plane.deps);
    await readNextPage(plane.deps);
    const successor = { ...testDeps(plane.deps.config, plane.db, plane.clock, 'second'), tune: plane.deps.tune };
    while (await readNextPage(successor));
    expect((await plane.client().getTuneImport(at(id))).counts).toMatchObject({ offer: 1, offer_url: 2, creative: 4 });
  });

  test('given two processes at once, then each page is read by one', async () => {
    await plane.client().startTuneImport({ body: { origin: 'api' } });
    fake.calls.length = 0;
    const second = { ...testDeps(plane.deps.config, plane.db, plane.clock, 'third'), tune: plane.deps.tune };
    while ((await Promise.all([readNextPage(plane.deps), readNextPage(second)])).some(Boolean));
    expect(fake.calls).toEqual([...new Set(fake.calls)]);
  });

  test('given TUNE stops answering, then the import says so, in words without the token', async () => {
    fake.misbehave(...Array<'gateway_timeout'>(5).fill('gateway_timeout'));
    const failed = await importFromApi();
    expect(failed).toMatchObject({ state: 'failed', failure: expect.stringContaining('HTTP 504') });
    expect((await problemOf(plan(failed))).message).toContain('could not be read');
  });

  test('given a second one while one is being read, then it waits', async () => {
    await plane.client().startTuneImport({ body: { origin: 'api' } });
    expect((await problemOf(plane.client().startTuneImport({ body: { origin: 'api' } }))).message).toContain('already');
    await readAll();
  });
});

describe('planning and applying', () => {
  beforeAll(connect);

  test('given a preview, then it shows the draft whole, and makes nothing', async () => {
    const before = await countExperiments();
    const item = groupIn(await plan(await importFromApi()));
    expect(item).toMatchObject({
      outcome: 'create',
      name: 'HomeLight split',
      links: [
        { kind: 'tune_campaign', value: '152', host: 'go.brand.example' },
        { kind: 'short', value: 'SL2k', presetQuery: 'campaign_id=152&aff_id=1006' },
      ],
    });
    expect(item.agents.map((agent) => [agent.name, agent.weightBasisPoints, agent.shareReason])).toEqual([
      ['Home value', 5_000, 'explicit'],
      ['LP 214', 2_000, 'explicit'],
      ['Quiz', 3_000, 'leftover'],
    ]);
    expect(await countExperiments()).toBe(before);
  });

  test('given it is applied twice, then the second run is none (keyed by TUNE’s ids)', async () => {
    const first = await importFromApi();
    expect(await apply(first)).toMatchObject({ created: 1, counts: { create: 0, unchanged: 1 } });
    const experimentId = groupIn(await plan(first)).experimentId ?? expect.fail('it was not made');
    const made = await plane.client().getExperiment({ params: { experimentId } });
    expect(made).toMatchObject({ state: 'draft', mode: 'fixed', version: 1 });
    expect(made.agents.map(({ tuneUrlId, weightBasisPoints }) => [tuneUrlId, weightBasisPoints])).toEqual([
      [null, 5_000],
      ['214', 2_000],
      ['215', 3_000],
    ]);
    const before = await countExperiments();
    const again = await importFromApi();
    expect(await apply(again)).toMatchObject({ created: 0, counts: { create: 0, unchanged: 1, changed: 0 } });
    expect([await countExperiments(), await plane.client().getExperiment({ params: { experimentId } })]).toEqual([
      before,
      made,
    ]);
  });

  test('given TUNE and a person have both changed it, then the person’s edits stay, and the difference is shown until it is noted', async () => {
    const experimentId = groupIn(await plan(await importFromApi())).experimentId ?? expect.fail('it was not made');
    const { version } = await plane.client().getExperiment({ params: { experimentId } });
    await plane.client().changeExperiment({ params: { experimentId }, ifMatch: version, body: { name: 'Ours now' } });
    const network = sampleTuneNetwork();
    fake.hold({
      ...network,
      creatives: [tuneCreative('9001', '152', { custom_weight: '55.00' }), ...(network.creatives ?? []).slice(1)],
    });
    const changed = await importFromApi();
    const item = groupIn(await apply(changed));
    expect(item).toMatchObject({
      outcome: 'changed',
      differences: [{ what: 'Weight of creative 9001', imported: '50 %', tune: '55 %' }],
    });
    const kept = await plane.client().getExperiment({ params: { experimentId } });
    expect([kept.name, kept.agents[0]?.weightBasisPoints]).toEqual(['Ours now', 5_000]);
    const noted = await apply(changed, [{ kind: 'campaign', id: '152', acknowledge: true }]);
    expect(groupIn(noted).outcome).toBe('unchanged');
    fake.hold(network);
    expect(groupIn(await plan(await importFromApi())).outcome).toBe('changed');
    await apply(await importFromApi(), [{ kind: 'campaign', id: '152', acknowledge: true }]);
  });

  test('given one draft of two is refused, then none is made', async () => {
    fake.hold({
      offers: [tuneOffer('31')],
      offerUrls: [tuneOfferUrl('311', '31')],
      campaigns: [tuneCampaign('301'), tuneCampaign('302')],
      creatives: ['301', '302'].flatMap((group) => [
        tuneCreative(`${group}1`, group, { offer_id: '31' }),
        tuneCreative(`${group}2`, group, { offer_id: '31', offer_url_id: '311' }),
      ]),
    });
    const both = await importFromApi();
    const before = await countExperiments();
    const same = (['301', '302'] as const).map((id) => ({ kind: 'campaign' as const, id, slug: 'the-same' }));
    const problem = await problemOf(apply(both, same, { ...STANCE, mode: 'behind' }));
    expect([problem.code, problem.message]).toEqual(['address_taken', expect.stringContaining('Ad group 302')]);
    expect(await countExperiments()).toBe(before);
    expect(await apply(both, [], { ...STANCE, mode: 'behind' })).toMatchObject({ created: 2 });
  });

  test('given two people apply at once, then everything is made once', async () => {
    fake.hold({
      offers: [tuneOffer('41')],
      offerUrls: [tuneOfferUrl('411', '41')],
      campaigns: [tuneCampaign('401')],
      creatives: [
        tuneCreative('4011', '401', { offer_id: '41' }),
        tuneCreative('4012', '401', { offer_id: '41', offer_url_id: '411' }),
      ],
    });
    const one = await importFromApi();
    const plans = await Promise.all([apply(one), apply(one), apply(one)]);
    expect(plans.map(({ created }) => created).sort()).toEqual([0, 0, 1]);
  });

  test('given a draft is deleted, then the next import makes it again', async () => {
    const network = await importFromApi();
    const experimentId = groupIn(await plan(network), '401').experimentId ?? expect.fail('it was not made');
    await plane.client().deleteExperiment({ params: { experimentId }, ifMatch: 1 });
    expect(groupIn(await plan(network), '401').outcome).toBe('create');
  });

  test.each([
    { given: 'a host of nobody', stance: { ...STANCE, host: 'go.nobody.example' }, pointer: '#/stance/host' },
    {
      given: 'TUNE at our own host',
      stance: { ...STANCE, trackingHost: 'go.brand.example' },
      pointer: '#/stance/trackingHost',
    },
  ])('given $given, then $pointer says so', async ({ stance, pointer }) => {
    const problem = await problemOf(plan(await importFromApi(), [], stance));
    expect(problem).toMatchObject({ code: 'validation_failed', errors: [{ pointer }] });
  });

  test('given another workspace, then it has no such import (G7)', async () => {
    const { id } = await importFromApi();
    const other = plane.client(plane.otherWorkspace.tokens.admin);
    expect((await problemOf(other.planTuneImport({ ...at(id), body: { stance: STANCE } }))).code).toBe('not_found');
  });
});

describe('files and pasted tables', () => {
  const recorded = (data: object) =>
    JSON.stringify({ request: { NetworkToken: TOKEN }, response: { status: 1, data, errors: [] } });
  const answers = [
    recorded({ '12': { Offer: tuneOffer('12'), OfferUrl: { '214': tuneOfferUrl('214', '12') } } }),
    recorded({ page: 1, pageCount: 1, count: 1, data: { '52': { AdCampaign: tuneCampaign('52') } } }),
    recorded({
      '1': { AdCampaignCreative: tuneCreative('1', '52', { custom_weight: '70' }) },
      '2': { AdCampaignCreative: tuneCreative('2', '52', { offer_url_id: '214', custom_weight: '40' }) },
    }),
    recorded([]),
  ];
  const start = (origin: 'json' | 'csv', text: string) => plane.client().startTuneImport({ body: { origin, text } });

  test.each([
    { given: 'an array of recorded answers', text: `[${answers.join(',')}]` },
    { given: 'one answer a line', text: answers.join('\n') },
  ])('given $given, then the same form as by the API, related things and all, without the token', async ({ text }) => {
    const made = await start('json', text);
    expect(made).toMatchObject({ state: 'ready', counts: { offer: 1, offer_url: 1, campaign: 1, creative: 2 } });
    const item = groupIn(await plan(made), '52');
    expect(item.findings.filter(({ isSettled }) => !isSettled).map(({ code }) => code)).toEqual(['weights_above_100']);
    expect(item.agents.map(({ weightBasisPoints }) => weightBasisPoints)).toEqual([6_364, 3_636]);
    const kept = await plane.db.select().from(tuneRecords).where(eq(tuneRecords.importId, made.id));
    expect(JSON.stringify(kept)).not.toContain(TOKEN);
  });

  const table = (separator: string) =>
    [
      [
        'Ad Group ID',
        'Ad Group Name',
        'Creative ID',
        'Weight',
        'Offer ID',
        'Offer URL ID',
        'Offer Default URL',
        'Offer URL',
      ],
      ['62', 'From a sheet', '1', '60 %', '12', '0', 'https://lp.example.com/a?utm_content={transaction_id}', ''],
      ['62', '', '2', '', '12', '214', '', 'https://lp.example.com/b?utm_content={transaction_id}'],
    ]
      .map((cells) => cells.join(separator))
      .join('\r\n');

  test.each([
    { given: 'commas', text: table(',') },
    { given: 'tabs, as pasted from a sheet', text: table('\t') },
    { given: 'semicolons and a byte order mark', text: `\ufeff${table(';')}` },
  ])('given a table with $given, then its ad group', async ({ text }) => {
    const item = groupIn(await plan(await start('csv', text)), '62');
    expect(item).toMatchObject({ name: 'From a sheet', outcome: 'create' });
    expect(item.agents.map(({ weightBasisPoints, shareReason }) => [weightBasisPoints, shareReason])).toEqual([
      [6_000, 'explicit'],
      [4_000, 'leftover'],
    ]);
  });

  test('given lines that cannot be read among others, then each is named, and the rest is taken', async () => {
    const made = await start('csv', `${table(',')}\r\n62,,x,,12,0,,\r\n,,,,,,,`);
    expect(made.warnings).toEqual([expect.stringMatching(/^line 4: AdCampaignCreative x: id must be/)]);
    expect(made.counts.creative).toBe(2);
  });

  test.each([
    { origin: 'json', text: '{"a": 1', detail: /Line 1 is not JSON/ },
    {
      origin: 'json',
      text: '{"response":{"status":-1,"errors":[{"publicMessage":"Row id is negative"}]}}',
      detail: /Row id is negative/,
    },
    { origin: 'csv', text: 'name;age\nBob;3', detail: /first line must name the columns/ },
    { origin: 'csv', text: 'campaign_id\n"', detail: /cannot be read/ },
  ] as const)('given $text, then nothing is taken, and it says why', async ({ origin, text, detail }) => {
    const problem = await problemOf(start(origin, text));
    expect(problem).toMatchObject({ code: 'validation_failed', errors: [{ pointer: '#/text' }] });
    expect(problem.message).toMatch(detail);
  });
});
