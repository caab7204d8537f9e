import { type Experiment, type NewLink, shardOf } from '@alyson/schema';
import { auditEntries, releases, workspaceHosts } from '@alyson/schema/tables';
import { desc, eq } from 'drizzle-orm';
import { beforeAll, describe, expect, test } from 'vitest';
import type * as z from 'zod';
import { relayOutbox } from '../src/outbox/relay-outbox.ts';
import { draft, startedExperiment } from './support/drafts.ts';
import { problemOf } from './support/problem-of.ts';
import { useControlPlane } from './support/test-control-plane.ts';

const plane = useControlPlane();
const HOST = 'go.acme.example';

type LinkInput = z.input<typeof NewLink>;

const at = ({ id }: Experiment) => ({ params: { experimentId: id } });
const ofLink = ({ id }: Experiment, linkId: string) => ({ params: { experimentId: id, linkId } });
const add = (experiment: Experiment, body: LinkInput) => plane.client().addLink({ ...at(experiment), body });
let named = 0;
const slug = (changes: Partial<LinkInput> = {}): LinkInput => ({ kind: 'slug', value: `link-${++named}`, ...changes });

const beforeTune = { host: 'acme.go2cloud.example', offerId: '7', clickIdParameter: 'aff_sub5' } as const;

const newestRelease = async ({ id }: Experiment) => {
  const [newest] = await plane.db
    .select()
    .from(releases)
    .where(eq(releases.experimentId, id))
    .orderBy(desc(releases.number))
    .limit(1);
  return newest ?? expect.fail('it has no release');
};

/** What edges pull for an address, after all that waits has been built. */
async function bundleWith(address: string) {
  while (await relayOutbox(plane.deps));
  const shard = shardOf(address, plane.deps.config.shardCount);
  const edge = plane.client(plane.workspace.tokens.edge);
  return JSON.parse((await edge.getBundle({ params: { shard } })).payload);
}

beforeAll(async () => {
  await plane.client().addHost({ body: { host: HOST } });
});

describe('adding a link to an experiment that runs', () => {
  test.each<{ link: LinkInput; address: string }>([
    { link: { kind: 'slug', value: 'added', unit: 'visitor' }, address: '*/r/added' },
    { link: { kind: 'tune_offer', value: '501' }, address: '*/aff_c/501' },
    { link: { kind: 'tune_campaign', value: '152', host: HOST }, address: `${HOST}/aff_ad/152` },
    { link: { kind: 'short', value: 'SL2k', presetQuery: 'offer_id=7&aff_id=3' }, address: '*/SL2k' },
    { link: { kind: 'path', value: 'homes/sell', host: HOST }, address: `${HOST}/homes/sell` },
    { link: { kind: 'slug', value: 'deep', deepLinkHosts: ['pages.example'] }, address: '*/r/deep' },
  ])('given $address, then its bundle holds it with its settings, by a new release (R2, R3)', async (given) => {
    const started = await startedExperiment(plane.client());
    const changed = await add(started, given.link);
    const link = changed.links.find(({ value }) => value === given.link.value) ?? expect.fail('it was not added');
    expect(link).toMatchObject(given.link);
    expect(changed).toMatchObject({ version: started.version + 1, release: { number: 2 } });
    const { links, hosts } = await bundleWith(given.address);
    expect(links[given.address]).toEqual({
      id: link.id,
      workspaceId: plane.workspace.id,
      experimentId: started.id,
      unit: given.link.unit ?? 'utm_content',
      beforeTune: null,
      deepLinkHosts: given.link.deepLinkHosts ?? [],
      presetQuery: given.link.presetQuery ?? '',
      handBackUrl: null,
      pixelCookie: false,
    });
    if (given.link.host) expect(hosts).toEqual([HOST]);
    expect(await newestRelease(started)).toMatchObject({ cause: 'edited', links: changed.links });
  });

  test('given a draft, then nothing is published, and the audit log has it (C3)', async () => {
    const created = await plane.client().createExperiment({ body: draft() });
    expect((await add(created, slug())).release).toBeNull();
    const entries = await plane.db.select().from(auditEntries).where(eq(auditEntries.objectId, created.id));
    expect(entries.map(({ action }) => action)).toContain('link.added');
  });

  test.each<{ given: string; link: () => LinkInput; code?: string; pointer?: string; detail: RegExp }>([
    {
      given: 'a host of nobody',
      link: () => ({ kind: 'path', value: 'x', host: 'go.nobody.example' }),
      pointer: '#/host',
      detail: /admin can add it/,
    },
    {
      given: 'TUNE at our own address',
      link: () => slug({ beforeTune: { ...beforeTune, host: 'router.test' } }),
      pointer: '#/beforeTune/host',
      detail: /leads back/,
    },
    {
      given: 'a way back to our own address',
      link: () => slug({ handBackUrl: 'https://router.test/r/x' }),
      pointer: '#/handBackUrl',
      detail: /must|leads back/,
    },
    {
      given: 'deep links to our own host',
      link: () => slug({ deepLinkHosts: ['pages.example', HOST] }),
      pointer: '#/deepLinkHosts/1',
      detail: /leads back/,
    },
    {
      given: 'TUNE behind, and agents without url_id',
      link: () => slug({ beforeTune }),
      pointer: '#/beforeTune',
      detail: /agents A and B have none/,
    },
    { given: 'a slug on a host', link: () => slug({ host: HOST }), pointer: '#/host', detail: /left out/ },
    { given: 'no slug', link: () => slug({ value: '' }), pointer: '#/value', detail: /missing/ },
  ])('C2: given $given, then $pointer says so', async ({ link, pointer, detail }) => {
    const started = await startedExperiment(plane.client());
    const problem = await problemOf(add(started, link()));
    expect(problem).toMatchObject({
      code: 'validation_failed',
      errors: [{ pointer, detail: expect.stringMatching(detail) }],
    });
    expect(await plane.client().getExperiment(at(started))).toEqual(started);
  });

  test('given an address of another experiment, then address_taken at its field', async () => {
    const first = await startedExperiment(plane.client());
    const taken = { kind: 'slug', value: first.links[0]?.value ?? '' } as const;
    const problem = await problemOf(add(await startedExperiment(plane.client()), taken));
    expect(problem).toMatchObject({ code: 'address_taken', errors: [{ pointer: '#/value' }] });
  });

  test('given twenty links, then the next is refused', async () => {
    const links = Array.from({ length: 20 }, () => slug());
    const started = await startedExperiment(plane.client(), { links });
    expect(await problemOf(add(started, slug()))).toMatchObject({
      code: 'transition_refused',
      message: expect.stringMatching(/20 links/),
    });
  });
});

describe('TUNE behind us', () => {
  const withUrlIds = () =>
    draft({ agents: draft().agents.map((agent, i) => ({ ...agent, ...(i > 0 && { tuneUrlId: `${i}1` }) })) });

  test('given agents that TUNE can tell apart, then the link and their url_ids reach the edge (R2)', async () => {
    const started = await startedExperiment(plane.client(), withUrlIds());
    const link = slug({ beforeTune });
    const changed = await add(started, link);
    expect(changed.links.at(-1)?.beforeTune).toEqual(beforeTune);
    expect((await newestRelease(started)).document.agents.map(({ tuneUrlId }) => tuneUrlId)).toEqual([null, '11']);
    expect((await bundleWith(`*/r/${link.value}`)).links[`*/r/${link.value}`]).toMatchObject({ beforeTune });
  });

  test('given its last url_id is taken away, or is another’s, then it is refused at its field', async () => {
    const started = await startedExperiment(plane.client(), withUrlIds());
    const { version } = await add(started, slug({ beforeTune }));
    const [a, b] = started.agents;
    const change = (agentId: string | undefined, tuneUrlId: string | null) =>
      plane.client().changeAgent({
        params: { experimentId: started.id, agentId: agentId ?? '' },
        ifMatch: version,
        body: { tuneUrlId },
      });
    expect(await problemOf(change(b?.id, null))).toMatchObject({
      errors: [{ pointer: '#/tuneUrlId', detail: expect.stringMatching(/A and B/) }],
    });
    expect(await problemOf(change(a?.id, '11'))).toMatchObject({
      errors: [{ pointer: '#/tuneUrlId', detail: expect.stringMatching(/agent B's already/) }],
    });
    expect((await change(a?.id, '12')).agents[0]?.tuneUrlId).toBe('12');
  });

  test('given a draft that TUNE could not serve, then it is refused when it is created', async () => {
    const body = draft({ links: [slug({ beforeTune })] });
    expect(await problemOf(plane.client().createExperiment({ body }))).toMatchObject({
      errors: [{ pointer: '#/agents', detail: expect.stringMatching(/A and B have none/) }],
    });
  });
});

describe('changing and removing a link', () => {
  test('given another unit, then a new release and the same address', async () => {
    const started = await startedExperiment(plane.client());
    const link = started.links[0] ?? expect.fail('no link');
    const changed = await plane
      .client()
      .changeLink({ ...ofLink(started, link.id), ifMatch: started.version, body: { unit: 'click_id' } });
    expect(changed).toMatchObject({ links: [{ ...link, unit: 'click_id' }], release: { number: 2 } });
    expect((await bundleWith(`*/r/${link.value}`)).links[`*/r/${link.value}`].unit).toBe('click_id');
  });

  test('given what it is already, then nothing changes', async () => {
    const started = await startedExperiment(plane.client());
    const id = started.links[0]?.id ?? '';
    const same = await plane.client().changeLink({
      ...ofLink(started, id),
      ifMatch: started.version,
      body: { unit: 'utm_content', deepLinkHosts: [] },
    });
    expect(same).toEqual(started);
  });

  test('given parameters of a short link on a slug, then they are refused', async () => {
    const started = await startedExperiment(plane.client());
    const id = started.links[0]?.id ?? '';
    const change = plane
      .client()
      .changeLink({ ...ofLink(started, id), ifMatch: started.version, body: { presetQuery: 'a=1' } });
    expect(await problemOf(change)).toMatchObject({ errors: [{ pointer: '#/presetQuery' }] });
  });

  test('given it is removed, then its bundle holds it no more, and its address is free', async () => {
    const started = await startedExperiment(plane.client());
    const link = slug();
    const { version, links } = await add(started, link);
    const address = `*/r/${link.value}`;
    expect((await bundleWith(address)).links[address]).toBeDefined();
    const id = links.find(({ value }) => value === link.value)?.id ?? '';
    await plane.client().removeLink({ ...ofLink(started, id), ifMatch: version });
    expect((await bundleWith(address)).links[address]).toBeUndefined();
    await add(await startedExperiment(plane.client()), link);
  });

  test('given the only link, then it stays until the experiment is over', async () => {
    const started = await startedExperiment(plane.client());
    const id = started.links[0]?.id ?? '';
    const remove = ({ version }: Experiment) => plane.client().removeLink({ ...ofLink(started, id), ifMatch: version });
    expect(await problemOf(remove(started))).toMatchObject({
      code: 'transition_refused',
      message: expect.stringMatching(/only link/),
    });
    expect((await remove(await plane.client().completeExperiment(at(started)))).links).toEqual([]);
  });

  test('given a stale version, another workspace, or no such link, then nothing happens', async () => {
    const started = await startedExperiment(plane.client());
    const id = started.links[0]?.id ?? '';
    const change = (client = plane.client(), linkId = id, ifMatch = started.version) =>
      client.changeLink({ ...ofLink(started, linkId), ifMatch, body: { unit: 'visitor' } });
    expect(await problemOf(change(plane.client(), id, 1))).toMatchObject({ code: 'stale_version' });
    const rival = plane.client(plane.otherWorkspace.tokens.admin);
    expect(await problemOf(change(rival))).toMatchObject({ code: 'not_found' });
    const unknown = plane.deps.newId('link');
    expect(await problemOf(change(plane.client(), unknown))).toMatchObject({ code: 'not_found' });
    expect(await plane.client().getExperiment(at(started))).toEqual(started);
  });
});

describe('hosts (R3)', () => {
  const claim = (host: string, token?: string) => plane.client(token).addHost({ body: { host } });

  test('given a host, then it belongs to one workspace, however it is written', async () => {
    expect(await claim(' Go.Brand.Example ')).toMatchObject({ host: 'go.brand.example', links: 0 });
    expect(await problemOf(claim('go.brand.example', plane.otherWorkspace.tokens.admin))).toMatchObject({
      code: 'host_taken',
    });
    const others = await plane.client(plane.otherWorkspace.tokens.admin).listHosts({});
    expect(others.items).toEqual([]);
  });

  test('given the same offer on hosts of two workspaces, then each has its own', async () => {
    await claim('go.rival.example', plane.otherWorkspace.tokens.admin);
    const rival = plane.client(plane.otherWorkspace.tokens.admin);
    const theirs = draft({ links: [{ kind: 'tune_offer', value: '88', host: 'go.rival.example' }] });
    await rival.createExperiment({ body: theirs });
    await plane
      .client()
      .createExperiment({ body: draft({ links: [{ kind: 'tune_offer', value: '88', host: HOST }] }) });
    const stolen = draft({ links: [{ kind: 'tune_offer', value: '89', host: 'go.rival.example' }] });
    expect(await problemOf(plane.client().createExperiment({ body: stolen }))).toMatchObject({
      errors: [{ pointer: '#/links/0/host' }],
    });
  });

  test.each([
    { given: 'no host name', host: 'go brand', detail: /host name/ },
    { given: 'a host with a port', host: 'go.brand.example:8443', detail: /host name/ },
    { given: 'the router’s own', host: 'router.test', detail: /deployment's own/ },
  ])('C2: given $given, then #/host says so', async ({ host, detail }) => {
    const problem = await problemOf(claim(host));
    expect(problem).toMatchObject({ errors: [{ pointer: '#/host', detail: expect.stringMatching(detail) }] });
  });

  test('given a landing page stands on it, then it is refused: clicks would go round in circles (R18)', async () => {
    const agents = draft().agents.map((agent) => ({ ...agent, landingUrl: 'https://www.loop.example/a' }));
    await plane.client().createExperiment({ body: draft({ name: 'Loopy', agents }) });
    expect(await problemOf(claim('www.loop.example'))).toMatchObject({
      errors: [{ detail: expect.stringMatching(/of “Loopy”/) }],
    });
    await claim('loop.example');
  });

  test('given links stand on it, then it stays; given none, then it goes', async () => {
    await claim('go.leaving.example');
    const started = await startedExperiment(plane.client());
    const { links, version } = await add(started, { kind: 'path', value: 'a', host: 'go.leaving.example' });
    const remove = () => plane.client().removeHost({ params: { host: 'go.leaving.example' } });
    expect(await problemOf(remove())).toMatchObject({
      code: 'host_in_use',
      message: expect.stringMatching(/1 link stands/),
    });
    const id = links.find(({ host }) => host)?.id ?? '';
    await plane.client().removeLink({ ...ofLink(started, id), ifMatch: version });
    await remove();
    expect(await plane.db.$count(workspaceHosts, eq(workspaceHosts.host, 'go.leaving.example'))).toBe(0);
    expect(await problemOf(remove())).toMatchObject({ code: 'not_found' });
  });

  test('given a link comes as its host goes, then one of the two is refused', async () => {
    const started = await startedExperiment(plane.client());
    for (let i = 0; i < 5; i += 1) {
      const host = `race-${i}.example`;
      await claim(host);
      const answers = await Promise.allSettled([
        add(started, { kind: 'path', value: 'a', host }),
        plane.client().removeHost({ params: { host } }),
      ]);
      expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    }
  });

  test('given an editor, then hosts are an admin’s (C4)', async () => {
    expect(await problemOf(claim('go.editor.example', plane.workspace.tokens.editor))).toMatchObject({
      code: 'forbidden',
    });
  });
});

describe('loops: pages on our own hosts are refused when they are saved', () => {
  test.each([
    { page: 'https://router.test/x' },
    { page: `https://${HOST}/homes` },
    { page: `https://${HOST}:443/homes?a={source}` },
  ])('given $page, then as a landing page and as a fallback', async ({ page }) => {
    const agents = draft().agents.map((agent) => ({ ...agent, landingUrl: page }));
    const body = draft({ agents, fallbackUrl: page.replace('{source}', '') });
    const problem = await problemOf(plane.client().createExperiment({ body }));
    expect(problem.errors.map(({ pointer }) => pointer)).toEqual([
      '#/agents/0/landingUrl',
      '#/agents/1/landingUrl',
      '#/fallbackUrl',
    ]);
    expect(problem.errors[0]?.detail).toMatch(/leads back/);
  });
});

describe('the list of links', () => {
  test('given a part of an address or a name, then links with their experiment, newest first, page by page', async () => {
    await startedExperiment(plane.client(), {
      name: 'Listed',
      links: [slug({ value: 'list-a' }), slug({ value: 'list-b' })],
    });
    const list = (query: object) => plane.client().listLinks({ query });
    const { items } = await list({ q: 'listed' });
    expect(
      items.map(({ value, experimentName, experimentState }) => ({ value, experimentName, experimentState })),
    ).toEqual([
      { value: 'list-b', experimentName: 'Listed', experimentState: 'running' },
      { value: 'list-a', experimentName: 'Listed', experimentState: 'running' },
    ]);
    const first = await list({ q: 'r/list-', limit: 1 });
    const next = await list({ q: 'r/list-', limit: 1, cursor: first.nextCursor ?? expect.fail('no second page') });
    expect([...first.items, ...next.items].map(({ value }) => value)).toEqual(['list-b', 'list-a']);
    expect((await list({ q: '%' })).items).toEqual([]);
  });
});
