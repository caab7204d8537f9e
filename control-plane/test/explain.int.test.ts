import {
  addressOf,
  compileRouting,
  Draw,
  mintClickId,
  readLinkTarget,
  routeClick,
  sipKeyOf,
} from '@alyson/router/domain';
import { Bundle, type Click, type DecisionReason, type Experiment, shardOf } from '@alyson/schema';
import { clicks } from '@alyson/schema/tables';
import { eq } from 'drizzle-orm';
import { beforeAll, describe, expect, test } from 'vitest';
import { relayOutbox } from '../src/outbox/relay-outbox.ts';
import { draft } from './support/drafts.ts';
import { makeClick } from './support/make-click.ts';
import { problemOf } from './support/problem-of.ts';
import { STARTED_AT, useControlPlane } from './support/test-control-plane.ts';

const plane = useControlPlane();
const signing = { number: 1, key: sipKeyOf(new Uint8Array(16).fill(3)) };
const HOST = 'go.acme.example';
let experiment: Experiment;

const explain = (url: string, more: object = {}, of = experiment) =>
  plane.client().explainRequest({ params: { experimentId: of.id }, body: { url, ...more } });
const explainClick = (clickId: string, token?: string) => plane.client(token).explainClick({ params: { clickId } });

/** A, B and C; Germans go to C, affiliate 9 out; a visitor link on a host, a deep link, and TUNE's ids. */
beforeAll(async () => {
  await plane.client().addHost({ body: { host: HOST } });
  const agents = [5000, 3000, 2000].map((weightBasisPoints, i) => ({
    name: `Page ${i}`,
    landingUrl: `https://pages.example/${i}?from={source}`,
    weightBasisPoints,
    tuneUrlId: `21${i}`,
  }));
  const created = await plane.client().createExperiment({
    body: draft({
      agents,
      stickyDays: 30,
      links: [
        { kind: 'slug', value: 'x', deepLinkHosts: ['shop.example'] },
        { kind: 'path', value: 'x', host: HOST, unit: 'visitor' },
        { kind: 'slug', value: 'each', unit: 'click_id' },
      ],
    }),
  });
  const changed = await plane.client().changeExperiment({
    params: { experimentId: created.id },
    ifMatch: created.version,
    body: {
      rules: [
        {
          id: 'de',
          name: 'Germans',
          conditions: [{ on: 'country', test: 'is', values: ['DE'] }],
          outcome: { to: 'agent', agentId: created.agents[2]?.id ?? '' },
        },
        {
          id: 'out',
          name: 'Affiliate 9',
          conditions: [{ on: 'affiliate', test: 'is', values: ['9'] }],
          outcome: { to: 'fallback' },
        },
      ],
      fallbackUrl: 'https://pages.example/sorry',
    },
  });
  experiment = await plane.client().startExperiment({ params: { experimentId: changed.id } });
});

const agentAt = (place: number) => experiment.agents[place]?.id ?? null;

/** What an edge holds of an address. */
async function pull(address: string) {
  while (await relayOutbox(plane.deps));
  const shard = shardOf(address, plane.deps.config.shardCount);
  const { payload } = await plane.client(plane.workspace.tokens.edge).getBundle({ params: { shard } });
  return compileRouting(Bundle.parse(JSON.parse(payload)), null).compiled.links;
}

const stranger = {
  country: null,
  region: null,
  city: null,
  address: null,
  userAgent: null,
  deviceClass: null,
  os: null,
  browser: null,
  language: null,
};

let drawn = 0;
/** No two clicks are alike. */
const nextChance = (): number => {
  drawn += 1;
  return drawn;
};

/** A click as an edge routes it. */
async function follow(
  path: string,
  { address = `*${path.split('?')[0]}`, country = null as string | null, chance = nextChance() } = {},
) {
  const target = readLinkTarget(path);
  const host = address.startsWith('*') ? undefined : HOST;
  expect(addressOf(target, host)).toBe(address);
  const links = await pull(address);
  return routeClick(
    { links, signing, fallbackUrl: '/none' },
    {
      target,
      address,
      draw: new Draw(STARTED_AT, [chance, 0]),
      host: () => 'router.test',
      cookies: () => null,
      visitor: () => ({ ...stranger, country }),
    },
  );
}

async function deliver(routed: Awaited<ReturnType<typeof follow>>, changes: Partial<Click> = {}): Promise<string> {
  const { id, decision, key, visitorId } = routed;
  const click = makeClick({
    id,
    at: STARTED_AT,
    workspaceId: plane.workspace.id,
    experimentId: decision.release?.experimentId ?? null,
    linkId: decision.link?.id ?? null,
    agentId: decision.kind === 'agent' ? decision.agent.id : null,
    releaseNumber: decision.release?.number ?? null,
    reason: decision.reason,
    ruleId: decision.rule?.id ?? null,
    propensity: decision.kind === 'agent' ? decision.propensity : null,
    utmContent: key.value,
    keySource: key.source,
    visitorId,
    ...changes,
  });
  await plane.client(plane.workspace.tokens.edge).deliverClicks({ body: { clicks: [click] } });
  return click.id;
}

describe('explaining a made-up request (C12)', () => {
  test('given many keys, then each goes where an edge sends it, to the byte', async () => {
    for (let i = 0; i < 60; i += 1) {
      const path = `/r/x?source=a%2Fb+c&utm_content=key-${i}`;
      const [told, routed] = [await explain(path), await follow(path)];
      expect(told.destination).toBe(routed.location);
      expect(told.agentId).toBe(routed.decision.kind === 'agent' ? routed.decision.agent.id : null);
    }
  });

  test('given a click of the split, then every step is told, and nothing is recorded', async () => {
    const told = await explain('https://router.test/r/x?utm_content=k');
    expect(told).toMatchObject({
      releaseNumber: 1,
      reason: 'split',
      ruleId: null,
      status: 302,
      utmContent: 'k',
      keySource: 'inbound',
    });
    expect(told.steps).toEqual([
      { step: 'link', address: '*/r/x', linkId: experiment.links[0]?.id },
      { step: 'release', number: 1, state: 'running' },
      {
        step: 'rule',
        ruleId: 'de',
        name: 'Germans',
        conditions: [{ on: 'country', outcome: 'unknown' }],
        isMatch: false,
      },
      {
        step: 'rule',
        ruleId: 'out',
        name: 'Affiliate 9',
        conditions: [{ on: 'affiliate', outcome: 'fails' }],
        isMatch: false,
      },
      { step: 'bucket', round: 0, bucket: expect.any(Number), agentId: told.agentId, outcome: 'taken' },
      { step: 'decision', reason: 'split', agentId: told.agentId },
    ]);
    expect(await plane.db.$count(clicks)).toBe(0);
  });

  test.each<{ given: string; url: string; more?: () => object; reason: DecisionReason; place: number | null }>([
    { given: 'a German', url: '/r/x', more: () => ({ visitor: { country: 'de' } }), reason: 'rule_agent', place: 2 },
    { given: 'affiliate 9', url: '/r/x?aff_id=9', reason: 'excluded', place: null },
    { given: 'a url_id', url: '/r/x?url_id=211', reason: 'forced', place: 1 },
    { given: 'a deep link', url: '/r/x?url=https%3A%2F%2Fshop.example%2Fy', reason: 'deep_link', place: null },
    {
      given: 'somebody who had B',
      url: '/r/x?utm_content=z',
      more: () => ({ keptAgentId: agentAt(1) }),
      reason: 'sticky',
      place: 1,
    },
    { given: 'another link', url: '/r/nowhere', reason: 'unknown_link', place: null },
  ])('given $given, then $reason', async ({ url, more, reason, place }) => {
    const told = await explain(url, more?.());
    expect(told).toMatchObject({ reason, agentId: place === null ? null : agentAt(place) });
  });

  test('given a phone’s user agent, then rules see its device; given a host, then that host’s link', async () => {
    const started = await plane.client().createExperiment({
      body: draft({
        rules: [
          {
            id: 'phones',
            name: 'Phones',
            conditions: [{ on: 'device', test: 'is', values: ['mobile'] }],
            outcome: { to: 'url', url: 'https://pages.example/phone' },
          },
        ],
      }),
    });
    const slug = `/r/${started.links[0]?.value}`;
    const phone = { userAgent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Mobile/15E148 Safari/604.1' };
    expect(await explain(slug, { visitor: phone }, started)).toMatchObject({ reason: 'rule_url', releaseNumber: null });
    const told = await explain(`https://${HOST}/x`, { visitorId: 'A'.repeat(13) });
    expect(told.steps[0]).toMatchObject({ step: 'link', address: `${HOST}/x`, linkId: experiment.links[1]?.id });
  });

  test('given a visitor, then every link of the visitor gives them the same agent', async () => {
    const url = `https://${HOST}/x`;
    const agents = new Set<string | null>();
    for (let i = 0; i < 12; i += 1)
      agents.add((await explain(`${url}?utm_content=${i}`, { visitorId: 'B'.repeat(13) })).agentId);
    expect(agents.size).toBe(1);
  });

  test.each<{ given: string; body: object; pointer: string }>([
    { given: 'no link', body: { url: ' ' }, pointer: '#/url' },
    { given: 'a release that is none', body: { url: '/r/x', release: 99 }, pointer: '#/release' },
    { given: 'a release beyond any number', body: { url: '/r/x', release: 99_999_999_999 }, pointer: '#/release' },
    {
      given: 'an agent of nobody',
      body: { url: '/r/x', keptAgentId: 'agt_01h455vb4pex5vsknk084sn02q' },
      pointer: '#/keptAgentId',
    },
    { given: 'a cookie that is none', body: { url: '/r/x', visitorId: 'short' }, pointer: '#/visitorId' },
  ])('C2: given $given, then $pointer says so', async ({ body, pointer }) => {
    const asked = plane.client().explainRequest({
      params: { experimentId: experiment.id },
      body: body as Parameters<typeof explain>[1] & { url: string },
    });
    expect(await problemOf(asked)).toMatchObject({ code: 'validation_failed', errors: [{ pointer }] });
  });

  test('given a viewer, then they may; given another workspace, then 404 (G7)', async () => {
    const ask = (token: string) =>
      plane.client(token).explainRequest({ params: { experimentId: experiment.id }, body: { url: '/r/x' } });
    expect((await ask(plane.workspace.tokens.viewer)).reason).toBe('split');
    expect(await problemOf(ask(plane.otherWorkspace.tokens.admin))).toMatchObject({ code: 'not_found' });
  });
});

describe('explaining a recorded click (C12)', () => {
  test.each<{ given: string; path: string; how?: Parameters<typeof follow>[1]; reason: DecisionReason }>([
    { given: 'a click of the split', path: '/r/x?utm_content=one', reason: 'split' },
    { given: 'one without a key', path: '/r/x', reason: 'split' },
    { given: 'one split by itself', path: '/r/each?utm_content=same', reason: 'split' },
    { given: 'a visitor’s', path: '/x', how: { address: `${HOST}/x` }, reason: 'split' },
    { given: 'a German’s', path: '/r/x?utm_content=de', how: { country: 'DE' }, reason: 'rule_agent' },
    { given: 'one that was forced', path: '/r/x?url_id=210', reason: 'forced' },
    { given: 'one that was kept out', path: '/r/x?aff_id=9', reason: 'excluded' },
    { given: 'a deep link', path: '/r/x?url=https%3A%2F%2Fshop.example%2Fy', reason: 'deep_link' },
  ])('given $given, then decided again it goes the same way', async ({ path, how, reason }) => {
    const id = await deliver(await follow(path, how));
    const told = await explainClick(id);
    expect(told).toMatchObject({ verdict: 'same', detail: null, recorded: { reason }, releaseNumber: 1 });
    expect(told.steps.at(-1)).toMatchObject({ step: 'decision', reason });
  });

  test('given its link, its rules and the split have changed since, then still', async () => {
    const routed = await follow('/r/each?utm_content=before');
    const id = await deliver(routed);
    const link = experiment.links[2];
    const { version } = await plane.client().getExperiment({ params: { experimentId: experiment.id } });
    const changed = await plane.client().changeLink({
      params: { experimentId: experiment.id, linkId: link?.id ?? '' },
      ifMatch: version,
      body: { unit: 'utm_content' },
    });
    await plane.client().changeExperiment({
      params: { experimentId: experiment.id },
      ifMatch: changed.version,
      body: { rules: [] },
    });
    expect(await explainClick(id)).toMatchObject({ verdict: 'same', releaseNumber: 1 });
  });

  test('given a record that its release does not bear out, then it says so', async () => {
    const routed = await follow('/r/x?utm_content=forged');
    const other = experiment.agents.find(
      (agent) => routed.decision.kind === 'agent' && agent.id !== routed.decision.agent.id,
    );
    const id = await deliver(routed, { agentId: other?.id ?? null });
    expect(await explainClick(id)).toMatchObject({
      verdict: 'different',
      detail: expect.stringMatching(/another way/),
    });
  });

  test.each<{ given: string; changes: Partial<Click>; detail: RegExp }>([
    { given: 'a key too long to keep', changes: { utmContent: `hashed:1.${'0a'.repeat(8)}` }, detail: /too long/ },
    { given: 'a fault', changes: { reason: 'error', agentId: null }, detail: /fault/ },
    {
      given: 'an unknown link',
      changes: { reason: 'unknown_link', linkId: null, experimentId: null },
      detail: /no link/,
    },
    { given: 'a release we do not know', changes: { releaseNumber: 77 }, detail: /no valid release/ },
    { given: 'a link we do not know', changes: { linkId: 'lnk_gone' }, detail: /has been removed/ },
  ])('given $given, then it cannot be told, and why', async ({ changes, detail }) => {
    const draw = new Draw(STARTED_AT, [nextChance(), 9]);
    const id = mintClickId(draw, '000000000', signing);
    await deliver({ ...(await follow('/r/x?utm_content=k')), id }, changes);
    expect(await explainClick(id)).toMatchObject({
      verdict: 'unknown',
      detail: expect.stringMatching(detail),
      steps: [],
    });
    await plane.db.delete(clicks).where(eq(clicks.id, id));
  });

  test('given no such click, or another workspace’s, then 404 (G7)', async () => {
    const id = await deliver(await follow('/r/x?utm_content=mine'));
    expect(await problemOf(explainClick(id, plane.otherWorkspace.tokens.admin))).toMatchObject({ code: 'not_found' });
    expect(await problemOf(explainClick(`a${'Z'.repeat(29)}`))).toMatchObject({ code: 'not_found' });
  });
});
