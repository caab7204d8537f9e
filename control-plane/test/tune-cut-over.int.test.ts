import { deflateRawSync } from 'node:zlib';
import { type TuneLink, TuneParityReport } from '@alyson/schema';
import { auditEntries, landingHosts, releases, tuneParityReports } from '@alyson/schema/tables';
import { desc, eq } from 'drizzle-orm';
import { beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { makeClick } from './support/make-click.ts';
import { problemOf } from './support/problem-of.ts';
import { useControlPlane } from './support/test-control-plane.ts';

const plane = useControlPlane();
const TRACKING_HOST = 'acme.go2cloud.example';
const KEY = '?utm_content={transaction_id}';

const tableOf = (campaign: string): string =>
  [
    'campaign_id,creative_id,custom_weight,offer_id,offer_url_id,offer_default_url,offer_url,short_hash,short_url',
    `${campaign},${campaign}1,60,12,0,https://pages.example/a${KEY},,SL${campaign},/aff_ad?campaign_id=${campaign}&aff_id=7`,
    `${campaign},${campaign}2,40,12,214,,https://pages.example/b${KEY},,`,
  ].join('\n');

interface Imported {
  experimentId: NonNullable<TuneLink['experimentId']>;
  link: TuneLink;
  short: TuneLink | undefined;
}

/** One ad group as a draft, with its links. */
async function importGroup(
  campaign: string,
  mode: 'behind' | 'before' | 'without',
  host: string | null = null,
): Promise<Imported> {
  const client = plane.client();
  const { id } = await client.startTuneImport({ body: { origin: 'csv', text: tableOf(campaign) } });
  const stance = { mode, trackingHost: TRACKING_HOST, host };
  const plan = await client.applyTuneImport({ params: { importId: id }, body: { stance } });
  expect(plan.created).toBe(1);
  const { items } = await client.listTuneLinks({ query: {} });
  const ours = items.filter(({ source }) => source.id === campaign);
  const link = ours.find(({ kind }) => kind !== 'short') ?? expect.fail('it has no link');
  return { experimentId: link.experimentId, link, short: ours.find(({ kind }) => kind === 'short') };
}

const start = (experimentId: Imported['experimentId']) => plane.client().startExperiment({ params: { experimentId } });
const move = ({ linkId }: TuneLink, from: TuneLink['state'], to: TuneLink['state'], reason = '') =>
  plane.client().moveTuneLink({ params: { tuneLinkId: linkId }, body: { from, to, reason } });
beforeAll(async () => {
  await plane.client().addHost({ body: { host: 'go.brand.example' } });
});
beforeEach(() => {
  plane.clock.now += 60_000;
});

describe('cut-over', () => {
  test('given a link that we answer without TUNE, then over and back is one step each, per link, audited, and routed by a release', async () => {
    const { experimentId, link, short } = await importGroup('152', 'without', 'go.brand.example');
    expect(link).toMatchObject({ state: 'shadow', check: { isFine: true } });
    expect(link.stepsThere.flatMap(({ copies }) => copies.map(({ value }) => value))).toEqual([
      'router.test',
      `https://${TRACKING_HOST}`,
    ]);

    expect((await problemOf(move(link, 'shadow', 'routed'))).message).toContain('Start the experiment first');
    await start(experimentId);
    const routed = await move(link, 'shadow', 'routed', 'DNS is moved');
    expect(routed).toMatchObject({
      state: 'routed',
      check: { isFine: true, text: expect.stringContaining('No click yet') },
    });

    const back = await move(link, 'routed', 'handed_back', 'Leads look odd');
    expect(back.state).toBe('handed_back');
    const url = `https://${TRACKING_HOST}/aff_ad?campaign_id=152`;
    const { links } = await plane.client().getExperiment({ params: { experimentId } });
    expect(links.map(({ kind, handBackUrl }) => [kind, handBackUrl]).sort()).toEqual([
      ['short', null],
      ['tune_campaign', url],
    ]);
    const [release] = await plane.db
      .select()
      .from(releases)
      .where(eq(releases.experimentId, experimentId))
      .orderBy(desc(releases.number))
      .limit(1);
    expect(release?.links?.find(({ kind }) => kind === 'tune_campaign')?.handBackUrl).toBe(url);
    const told = await plane.client().explainRequest({
      params: { experimentId },
      body: { url: 'https://go.brand.example/aff_ad?campaign_id=152&aff_id=7&aff_sub=x' },
    });
    expect(told).toMatchObject({ reason: 'handed_back', agentId: null });
    expect(told.destination).toMatch(/^https:\/\/acme\.go2cloud\.example\/aff_ad\?campaign_id=152&aff_id=7&aff_sub=x/);

    const entries = await plane.db.select().from(auditEntries).where(eq(auditEntries.action, 'tune_link.moved'));
    expect(entries.map(({ reason, before, after }) => [reason, before, after])).toEqual([
      ['DNS is moved', expect.objectContaining({ state: 'shadow' }), expect.objectContaining({ state: 'routed' })],
      [
        'Leads look odd',
        expect.objectContaining({ state: 'routed' }),
        expect.objectContaining({ state: 'handed_back', handBackUrl: url }),
      ],
    ]);

    await move(link, 'handed_back', 'routed');
    expect(
      (await plane.client().getExperiment({ params: { experimentId } })).links.map(({ handBackUrl }) => handBackUrl),
    ).toEqual([null, null]);
    expect(short?.state).toBe('shadow');
  });

  test('given a way back that a person set or took away at the link itself, then its state says what its clicks do', async () => {
    const { experimentId, link } = await importGroup('191', 'without', 'go.brand.example');
    await start(experimentId);
    await move(link, 'shadow', 'routed');
    const state = async () =>
      (await plane.client().listTuneLinks({ query: {} })).items.find(({ linkId }) => linkId === link.linkId)?.state;
    const setWayBack = async (handBackUrl: string | null) => {
      const { version } = await plane.client().getExperiment({ params: { experimentId } });
      const params = { experimentId, linkId: link.linkId };
      await plane.client().changeLink({ params, ifMatch: version, body: { handBackUrl } });
    };
    await setWayBack(`https://${TRACKING_HOST}/aff_ad?campaign_id=191`);
    expect(await state()).toBe('handed_back');
    expect((await move(link, 'handed_back', 'routed')).state).toBe('routed');
    await move(link, 'routed', 'handed_back');
    await setWayBack(null);
    expect(await state()).toBe('routed');
    expect((await move(link, 'routed', 'handed_back')).state).toBe('handed_back');
  });

  test('C8: given a workspace that lists its landing hosts, then TUNE’s own host must be on it too, but for the way out', async () => {
    const { experimentId, link } = await importGroup('192', 'without', 'go.brand.example');
    await start(experimentId);
    await move(link, 'shadow', 'routed');
    await plane.client().allowLandingHosts({ body: { hosts: ['pages.example'] } });
    onTestFinished(async () => void (await plane.db.delete(landingHosts)));
    expect(await problemOf(importGroup('193', 'without', 'go.brand.example'))).toMatchObject({
      code: 'validation_failed',
      errors: [{ pointer: '#/stance/trackingHost', detail: expect.stringMatching(/an admin can add it/) }],
    });
    const { version } = await plane.client().getExperiment({ params: { experimentId } });
    const params = { experimentId, linkId: link.linkId };
    const change = (body: Parameters<ReturnType<typeof plane.client>['changeLink']>[0]['body']) =>
      problemOf(plane.client().changeLink({ params, ifMatch: version, body }));
    expect(await change({ handBackUrl: 'https://evil.example/' })).toMatchObject({
      errors: [{ pointer: '#/handBackUrl' }],
    });
    expect(
      await change({ beforeTune: { host: 'evil.example', offerId: '12', clickIdParameter: 'aff_sub5' } }),
    ).toMatchObject({ errors: [{ pointer: '#/beforeTune/host' }] });
    expect((await move(link, 'routed', 'handed_back')).state).toBe('handed_back');
    await plane.client().allowLandingHosts({ body: { hosts: [TRACKING_HOST] } });
    await importGroup('194', 'without', 'go.brand.example');
  });

  test('C9: given a workspace that wants a second person, then handing back and taking back wait for nobody, and an address of one’s own does', async () => {
    const { experimentId, link } = await importGroup('190', 'without', 'go.brand.example');
    await start(experimentId);
    await move(link, 'shadow', 'routed');
    const { version } = await plane.client().getWorkspace({});
    await plane.client().changeWorkspace({ ifMatch: version, body: { needsApproval: true } });
    onTestFinished(async () => {
      const now = await plane.client().getWorkspace({});
      await plane.client().changeWorkspace({ ifMatch: now.version, body: { needsApproval: false } });
    });

    expect((await move(link, 'routed', 'handed_back')).state).toBe('handed_back');
    expect((await move(link, 'handed_back', 'routed')).state).toBe('routed');
    const { items } = await plane.client().listReleases({ params: { experimentId }, query: {} });
    expect(items.slice(0, 2).map(({ cause }) => cause)).toEqual(['taken_back', 'handed_back']);

    const experiment = await plane.client().getExperiment({ params: { experimentId } });
    const params = { experimentId, linkId: link.linkId };
    const body = { handBackUrl: `https://${TRACKING_HOST}/aff_c?offer_id=9` };
    const alone = plane.client().changeLink({ params, ifMatch: experiment.version, body });
    expect((await problemOf(alone)).code).toBe('approval_required');
  });

  test('given somebody moved it meanwhile, or it is no step, then it is refused', async () => {
    const { experimentId, link } = await importGroup('153', 'without');
    await start(experimentId);
    await move(link, 'shadow', 'routed');
    expect((await problemOf(move(link, 'shadow', 'routed'))).message).toContain('meanwhile');
    expect((await problemOf(move(link, 'routed', 'shadow'))).code).toBe('transition_refused');
  });

  test('given clicks arrive, then the link says how many, and what of it is wrong', async () => {
    const { experimentId, link } = await importGroup('154', 'without');
    await start(experimentId);
    const click = (isBot: boolean) =>
      makeClick({ workspaceId: plane.workspace.id, experimentId, linkId: link.linkId, at: plane.clock.now, isBot });
    await plane
      .client(plane.workspace.tokens.edge)
      .deliverClicks({ body: { clicks: [click(false), click(false), click(true)] } });
    const { items } = await plane.client().listTuneLinks({ query: {} });
    const shown = items.find(({ linkId }) => linkId === link.linkId);
    expect(shown).toMatchObject({ arrivals: { lastHour: 2 }, check: { isFine: false } });
    expect(shown?.arrivals.newestAt).toBe(new Date(plane.clock.now).toISOString());
    expect((await move(link, 'shadow', 'routed')).check).toMatchObject({
      isFine: true,
      text: '2 clicks in the last hour arrived here.',
    });
  });

  test.each([
    {
      mode: 'behind' as const,
      campaign: '155',
      there: ['http://router.test/r/tune-155?utm_content={transaction_id}', '100'],
      back: ['60 %', '40 %'],
    },
    {
      mode: 'before' as const,
      campaign: '156',
      there: [
        'https://pages.example/a?utm_content={aff_sub5}',
        'https://pages.example/b?utm_content={aff_sub5}',
        'http://router.test/aff_ad?campaign_id=156&aff_id=',
      ],
      back: [
        `https://${TRACKING_HOST}/aff_ad?campaign_id=156&aff_sub5={click_id}`,
        `https://pages.example/a${KEY}`,
        `https://pages.example/b${KEY}`,
        TRACKING_HOST,
      ],
    },
  ])(
    'given we stand $mode TUNE, then each step says what to change there, with what to copy',
    async ({ mode, campaign, there, back }) => {
      const { link } = await importGroup(campaign, mode);
      const values = (steps: TuneLink['stepsThere']) => steps.flatMap(({ copies }) => copies.map(({ value }) => value));
      expect(values(link.stepsThere)).toEqual(there);
      expect(values(link.stepsBack)).toEqual(back);
    },
  );

  test('given we stand behind TUNE, then handing back changes no routing here: TUNE does not send what it keeps', async () => {
    const { experimentId, link } = await importGroup('157', 'behind');
    await start(experimentId);
    await move(link, 'shadow', 'routed');
    await move(link, 'routed', 'handed_back');
    const { links } = await plane.client().getExperiment({ params: { experimentId } });
    expect(links.map(({ handBackUrl }) => handBackUrl)).toEqual([null]);
  });
});

const COLUMNS =
  'transaction_id,affiliate_id,offer_id,creative_url_id,affiliate_source,affiliate_sub1,datetime,ip,user_agent,country_code,ad_campaign_id,ad_campaign_creative_id';

/** A line of TUNE's log, by turns on the one page and the other. */
const lineOf = (i: number, campaign: string): string => {
  const isFirst = (i * 0.6180339887) % 1 < 0.6;
  const id = `102${i.toString(16).padStart(27, '0')}`;
  return `${id},7,12,${isFirst ? 0 : 214},,"sub, ""quoted""",2026-11-20 10:00:00,203.0.113.9,Mozilla/5.0,US,${campaign},${campaign}${isFirst ? 1 : 2}`;
};
const logOf = (count: number, campaign: string): string =>
  [COLUMNS, ...Array.from({ length: count }, (_, i) => lineOf(i, campaign))].join('\r\n');

/** A zip of one file, as `zip` writes it: local header, content, directory. */
function zip(text: string, { method = 8, flags = 0 } = {}): Uint8Array {
  const content = method === 8 ? deflateRawSync(text) : Buffer.from(text);
  const name = Buffer.from('clicks.csv');
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(flags, 6);
  header.writeUInt16LE(method, 8);
  header.writeUInt32LE(content.length, 18);
  header.writeUInt16LE(name.length, 26);
  const directory = Buffer.concat([Buffer.from('PK\x01\x02'), Buffer.alloc(60)]);
  return Buffer.concat([header, name, content, directory]);
}

const send = (body: string | Uint8Array, token = plane.workspace.tokens.editor) =>
  plane.request('/v1/tune/click-logs?name=clicks-1795168800-a1b2c3.zip', {
    method: 'POST',
    body: body as never,
    token,
  });

describe('parity', () => {
  let experimentId: string;
  beforeAll(async () => {
    ({ experimentId } = await importGroup('200', 'behind'));
  });

  test.each([
    { given: 'a plain CSV', pack: (text: string) => text },
    { given: 'TUNE’s zip', pack: (text: string) => zip(text) },
    { given: 'a zip that is not compressed', pack: (text: string) => zip(text, { method: 0 }) },
    { given: 'a byte order mark', pack: (text: string) => `\ufeff${text}` },
  ])('given $given, then TUNE’s split beside ours, of a draft that routes nothing yet', async ({ pack }) => {
    const answer = await send(pack(logOf(2_000, '200')));
    expect(answer.status).toBe(201);
    const { report, fileName } = TuneParityReport.parse(await answer.json());
    expect(fileName).toBe('clicks-1795168800-a1b2c3.zip');
    expect(report).toMatchObject({
      rows: 2_000,
      unreadable: 0,
      notImported: [],
      overall: { verdict: 'alike', compared: 2_000 },
    });
    const [shown] = report.experiments;
    expect(shown).toMatchObject({
      experimentId,
      verdict: 'alike',
      fallbacks: [],
      source: { kind: 'campaign', id: '200' },
    });
    expect(shown?.agents.map(({ tuneClicks }) => tuneClicks)).toEqual([1_200, 800]);
  });

  test('given a report, then it is listed, and holds nothing of any visitor (R24)', async () => {
    await send(logOf(10, '200'));
    const { items } = await plane.client().listTuneParity({ query: { limit: 1 } });
    const [row] = await plane.db.select().from(tuneParityReports).orderBy(desc(tuneParityReports.createdAt)).limit(1);
    expect(items[0]).toMatchObject({
      createdBy: 'editor of Acme',
      report: { rows: 10, overall: { verdict: 'too_few' } },
    });
    const kept = JSON.stringify([row, await plane.db.select().from(auditEntries)]);
    for (const secret of ['203.0.113.9', 'quoted', '10200000']) expect(kept).not.toContain(secret);
  });

  test('given lines that are none among others, then they are counted, and the rest is read', async () => {
    const answer = await send(`${logOf(3, '200')}\nx,y\n,,,,,,,,,,,\n`);
    const { report } = TuneParityReport.parse(await answer.json());
    expect(report).toMatchObject({ rows: 3, unreadable: 2 });
  });

  test.each([
    { given: 'another table', body: 'name,age\nBob,3\n', detail: /no click log/ },
    { given: 'nothing', body: '', detail: /missing|no click log/ },
    {
      given: 'a damaged zip',
      body: Buffer.concat([zip(logOf(50, '200')).subarray(0, 60), Buffer.alloc(99, 7)]),
      detail: /damaged zip/,
    },
    { given: 'an encrypted zip', body: zip('x', { flags: 1 }), detail: /encrypted/ },
    { given: 'a zip of another method', body: zip('x', { method: 12 }), detail: /unpack it/ },
  ])('given $given, then it says what is wrong, and nothing is kept', async ({ body, detail }) => {
    const before = await plane.db.$count(tuneParityReports);
    const answer = await send(body);
    const problem = (await answer.json()) as { detail?: string };
    expect([answer.status, problem.detail]).toEqual([422, expect.stringMatching(detail)]);
    expect(await plane.db.$count(tuneParityReports)).toBe(before);
  });

  test('C4, G7: given a viewer, nobody, or another workspace, then nothing of it', async () => {
    expect((await send(logOf(1, '200'), plane.workspace.tokens.viewer)).status).toBe(403);
    expect((await plane.request('/v1/tune/click-logs', { method: 'POST', body: 'x' })).status).toBe(401);
    const answer = await send(logOf(5, '200'), plane.otherWorkspace.tokens.editor);
    const { report } = TuneParityReport.parse(await answer.json());
    expect([report.experiments, report.notImported]).toEqual([[], [{ kind: 'campaign', id: '200', clicks: 5 }]]);
  });
});
