import { HOUR_MS } from '@alyson/schema';
import { agentHours, clickKeys, clicks } from '@alyson/schema/tables';
import { eq, sql } from 'drizzle-orm';
import { describe, expect, test, vi } from 'vitest';
import { digestOfKey } from '../src/attribution/key-digest.ts';
import { makeClick, nextClickId } from './support/make-click.ts';
import { seedExperiment } from './support/seed-experiment.ts';
import { STARTED_AT, useControlPlane } from './support/test-control-plane.ts';

const ROW: Omit<typeof clicks.$inferInsert, 'id'> = {
  workspaceId: 'ws_of_nobody',
  edge: 'test',
  reason: 'split',
  utmContent: 'x',
  keySource: 'inbound',
  subs: [],
  isBot: false,
  clickedAt: new Date(STARTED_AT),
  storedAt: new Date(STARTED_AT),
};

const plane = useControlPlane();
const edge = () => plane.client(plane.workspace.tokens.edge);
const deliver = (given: unknown[]) => edge().deliverClicks({ body: { clicks: given } });
const storedClick = async (id: string) => (await plane.db.select().from(clicks).where(eq(clicks.id, id)))[0];

describe('deliverClicks', () => {
  test('given a click, then it is stored whole, with what it was delivered with (R24)', async () => {
    const experiment = await seedExperiment(plane);
    const click = makeClick({
      experimentId: experiment.id,
      agentId: experiment.agentIds[0] ?? null,
      workspaceId: plane.workspace.id,
    });
    expect(await deliver([click])).toEqual({ stored: 1, duplicates: 0, rejected: [] });

    const { at, propensity, otherUtmContents: _, ...same } = click;
    expect(await storedClick(click.id)).toEqual({
      ...same,
      clickedAt: new Date(at),
      storedAt: new Date(STARTED_AT),
      propensityOwner: propensity?.owner,
      propensitySurvivors: propensity?.survivors,
    });
  });

  test('given the same click again, alone and within one delivery, then it is stored and counted once (R23)', async () => {
    const experiment = await seedExperiment(plane);
    const click = makeClick({ experimentId: experiment.id, agentId: experiment.agentIds[0] ?? null });
    const other = { ...click, utmContent: 'another' };
    expect(await deliver([click, other, click])).toMatchObject({ stored: 1, duplicates: 2 });
    expect(await deliver([click])).toMatchObject({ stored: 0, duplicates: 1 });
    expect(await storedClick(click.id)).toMatchObject({ utmContent: click.utmContent });
    expect(await countsOf(experiment.id)).toEqual([{ clicks: 1, botClicks: 0 }]);
  });

  test('given one batch delivered ten times at once, then each click is stored once and counted once (R23)', async () => {
    const experiment = await seedExperiment(plane);
    const batch = Array.from({ length: 1000 }, (_, i) =>
      makeClick({ experimentId: experiment.id, agentId: experiment.agentIds[i % 2] ?? null, isBot: i % 10 === 0 }),
    );
    const turned = (by: number) => [...batch.slice(by * 100), ...batch.slice(0, by * 100)];
    const answers = await Promise.all(Array.from({ length: 10 }, (_, turn) => deliver(turned(turn))));
    expect(answers.reduce((sum, { stored }) => sum + stored, 0)).toBe(1000);
    expect(answers.reduce((sum, { duplicates }) => sum + duplicates, 0)).toBe(9000);
    const counts = await countsOf(experiment.id);
    expect(counts.reduce((sum, each) => sum + each.clicks, 0)).toBe(900);
    expect(counts.reduce((sum, each) => sum + each.botClicks, 0)).toBe(100);
  });

  test.each([
    { given: 'forwards first', turned: false },
    { given: 'backwards first', turned: true },
  ])('given the same clicks in opposite order at once, $given, then nobody waits in a circle', async ({ turned }) => {
    const [first, last] = [makeClick(), makeClick()];
    const orders = [
      [first, last],
      [last, first],
    ];
    const [one = [], two = []] = turned ? orders.toReversed() : orders;
    const started: Promise<unknown>[] = [];
    const another = plane.db.transaction(async (tx) => {
      await tx.insert(clicks).values({ ...ROW, id: last.id });
      started.push(deliver(one));
      await vi.waitFor(async () => expect(await countWaiting()).toBe(1));
      started.push(deliver(two));
      await vi.waitFor(async () => expect(await countWaiting()).toBe(2));
      tx.rollback();
    });
    await expect(another).rejects.toThrow('Rollback');
    expect(await Promise.all(started)).toContainEqual({ stored: 2, duplicates: 0, rejected: [] });
  });

  test('given overlapping deliveries from several edges at once, then nothing is lost and nobody waits in a circle', async () => {
    const experiment = await seedExperiment(plane);
    const batch = Array.from({ length: 400 }, (_, i) =>
      makeClick({
        experimentId: experiment.id,
        agentId: experiment.agentIds[i % 2] ?? null,
        at: STARTED_AT - (i % 5) * HOUR_MS,
      }),
    );
    const parts = Array.from({ length: 8 }, (_, i) => batch.slice(i * 30, i * 30 + 190));
    const answers = await Promise.all(parts.map(deliver));
    expect(answers.reduce((sum, { stored }) => sum + stored, 0)).toBe(400);
    const counts = await countsOf(experiment.id);
    expect(counts.reduce((sum, each) => sum + each.clicks, 0)).toBe(400);
  });

  test('given clicks that cannot be read among others, then each is rejected by its place and the rest are stored', async () => {
    const good = [makeClick(), makeClick()];
    const answer = await deliver([
      good[0],
      { ...makeClick(), id: 'not-an-id' },
      'nonsense',
      null,
      { ...makeClick(), releaseNumber: 2 ** 31 },
      { ...makeClick(), at: 1e15 },
      { ...makeClick(), experimentId: 'e'.repeat(3000) },
      good[1],
    ]);
    expect(answer).toMatchObject({ stored: 2, duplicates: 0 });
    expect(answer.rejected.map(({ index }) => index)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(answer.rejected[0]?.detail).toBe('id: must be a click id');
  });

  test('given bytes that the database cannot keep, then the click is kept all the same', async () => {
    const click = makeClick({ utmContent: 'a\0b', source: 'x\ud800y', subs: ['\0', null, null, null, null] });
    expect(await deliver([click])).toMatchObject({ stored: 1, rejected: [] });
    expect(await storedClick(click.id)).toMatchObject({
      utmContent: 'a\uFFFDb',
      source: 'x\uFFFDy',
      subs: ['\uFFFD', null, null, null, null],
    });
  });

  test('given odd texts, then they are stored byte for byte', async () => {
    const odd = ['{a,"b"}', 'NULL', '\\x00', `'; drop table clicks; --`, ' \t\r\n', '€ 😀 café', ''];
    const given = odd
      .filter((text) => text !== '')
      .map((utmContent) => makeClick({ utmContent, subs: odd.slice(0, 5) }));
    await deliver(given);
    for (const click of given)
      expect(await storedClick(click.id)).toMatchObject({ utmContent: click.utmContent, subs: click.subs });
  });

  test('given keys in several forms and duplicates, then the click is found by each of them (R16)', async () => {
    const click = makeClick({ utmContent: 'a+b%2Fc', otherUtmContents: ['second', 'a+b%2Fc'] });
    await deliver([click]);
    const keys = await plane.db.select().from(clickKeys).where(eq(clickKeys.clickId, click.id));
    const expected = ['a+b%2Fc', 'a+b/c', 'a b/c', 'second'].map((form) => digestOfKey(form).toString('hex'));
    expect(keys.map(({ keyDigest }) => Buffer.from(keyDigest).toString('hex')).sort()).toEqual(expected.sort());
  });

  test('given a click of an unknown link, then it belongs to the edge’s own workspace', async () => {
    const click = makeClick({ reason: 'unknown_link', workspaceId: null });
    await deliver([click]);
    expect(await storedClick(click.id)).toMatchObject({ workspaceId: plane.workspace.id });
  });

  test('given a thousand clicks with long keys, then one delivery takes them', async () => {
    const given = Array.from({ length: 1000 }, (_, i) => makeClick({ utmContent: `${i}`.padEnd(4000, 'x') }));
    expect(await deliver(given)).toMatchObject({ stored: 1000 });
  });

  test('given a delivery, then the panel is told once, with the experiments it concerns (C10)', async () => {
    const experiment = await seedExperiment(plane);
    const notes: unknown[] = [];
    const stop = plane.deps.changes.subscribe(({ workspaceId, event }) => notes.push({ workspaceId, ...event }));
    await deliver([makeClick({ experimentId: experiment.id }), makeClick()]);
    stop();
    expect(notes).toEqual([
      {
        id: expect.any(String),
        workspaceId: plane.workspace.id,
        topic: 'click',
        experimentIds: [experiment.id],
        count: 2,
      },
    ]);
  });

  test('given anybody but an edge, then it is forbidden (C4)', async () => {
    const { tokens } = plane.workspace;
    for (const token of [tokens.admin, tokens.editor, tokens.viewer, tokens.worker])
      await expect(plane.client(token).deliverClicks({ body: { clicks: [makeClick()] } })).rejects.toMatchObject({
        code: 'forbidden',
      });
    const anonymous = await plane.request('/v1/clicks', { method: 'POST', body: '{}' });
    expect(anonymous.status).toBe(401);
  });

  test.each([
    { given: 'no clicks', body: { clicks: [] } },
    { given: 'too many clicks', body: { clicks: Array.from({ length: 1001 }, () => null) } },
    { given: 'something else', body: { click: {} } },
  ])('given $given, then the delivery is refused whole', async ({ body }) => {
    const response = await plane.request('/v1/clicks', {
      method: 'POST',
      token: plane.workspace.tokens.edge,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(response.status).toBe(422);
  });
});

describe('listClicks', () => {
  test('given many clicks, then pages come newest first, without gap or repeat (C5)', async () => {
    const experiment = await seedExperiment(plane);
    const given = Array.from({ length: 25 }, (_, i) =>
      makeClick({ experimentId: experiment.id, at: STARTED_AT - Math.floor(i / 3) * 1000 }),
    );
    await deliver(given);
    const expected = given.toSorted((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1)).map(({ id }) => id);

    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await plane
        .client()
        .listClicks({ query: { experimentId: experiment.id, limit: 4, ...(cursor && { cursor }) } });
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(seen).toEqual(expected);
  });

  test('given filters, then only what they name is listed', async () => {
    const experiment = await seedExperiment(plane);
    const [a = null, b = null] = experiment.agentIds;
    const ofExperiment = { experimentId: experiment.id };
    const human = makeClick({ ...ofExperiment, agentId: a, utmContent: 'shared+key' });
    const bot = makeClick({ ...ofExperiment, agentId: b, isBot: true, botReason: 'preview', utmContent: 'shared+key' });
    await deliver([human, bot]);
    const ids = async (query: object) => (await plane.client().listClicks({ query })).items.map(({ id }) => id).sort();
    expect(await ids(ofExperiment)).toEqual([human.id, bot.id].sort());
    expect(await ids({ ...ofExperiment, bots: 'exclude' })).toEqual([human.id]);
    expect(await ids({ ...ofExperiment, bots: 'only' })).toEqual([bot.id]);
    expect(await ids({ agentId: b })).toEqual([bot.id]);
    expect(await ids({ utmContent: 'shared key' })).toEqual([human.id, bot.id].sort());
    expect(await ids({ utmContent: 'shared' })).toEqual([]);
  });

  test('given a click, then its experiment and agent are named', async () => {
    const experiment = await seedExperiment(plane, { name: 'Solar quiz' });
    await deliver([makeClick({ experimentId: experiment.id, agentId: experiment.agentIds[1] ?? null })]);
    const { items } = await plane.client().listClicks({ query: { experimentId: experiment.id } });
    expect(items).toMatchObject([
      { experimentName: 'Solar quiz', agentLetter: 'B', outcome: 'none', releaseNumber: 1 },
    ]);
  });

  test('given another workspace, then its callers see none of it (G7)', async () => {
    const click = makeClick({ utmContent: 'only-ours' });
    await deliver([click]);
    const rival = plane.client(plane.otherWorkspace.tokens.admin);
    expect((await rival.listClicks({ query: { utmContent: 'only-ours' } })).items).toEqual([]);
    expect((await rival.listClicks({ query: {} })).items).toEqual([]);
  });

  test('given a cursor of somebody’s own making, then it is refused', async () => {
    const { id: experimentId } = await seedExperiment(plane);
    const params = { experimentId };
    const made = ['', `1.${nextClickId()}'`, '999999999999999.x', '-1.x', '1.', 'x'];
    const refusal = { code: 'validation_failed', errors: [{ pointer: '#/cursor' }] };
    for (const cursor of made.map((text) => Buffer.from(text).toString('base64url'))) {
      await expect(plane.client().listClicks({ query: { cursor } })).rejects.toMatchObject(refusal);
      await expect(plane.client().listExperiments({ query: { cursor } })).rejects.toMatchObject(refusal);
      await expect(plane.client().listRuns({ params, query: { cursor } })).rejects.toMatchObject(refusal);
    }
    for (const cursor of ['1.abc', '1.9999999999'].map((text) => Buffer.from(text).toString('base64url')))
      await expect(plane.client().listReleases({ params, query: { cursor } })).rejects.toMatchObject(refusal);
  });
});

async function countsOf(experimentId: string) {
  const rows = await plane.db.select().from(agentHours).where(eq(agentHours.experimentId, experimentId));
  return rows.map(({ clicks, botClicks }) => ({ clicks, botClicks }));
}

/** How many transactions wait for another one. */
async function countWaiting(): Promise<number> {
  const waiting = sql`cardinality(pg_blocking_pids(pid)) > 0 and datname = current_database()`;
  const { rows } = await plane.db.execute(sql`select pid from pg_stat_activity where ${waiting}`);
  return rows.length;
}
