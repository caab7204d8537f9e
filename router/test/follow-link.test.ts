import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Click } from '@alyson/schema';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createApp } from '../src/app.ts';
import { createCounters } from '../src/counters.ts';
import { parseClickId, verifyClickId } from '../src/domain/click-id.ts';
import { sipKeyOf } from '../src/domain/sip-hash.ts';
import { createClickListener } from '../src/endpoints/follow-link.node.ts';
import { answerClick, ClickRequest, isClick, isRecorded, recordOf, redirectTo } from '../src/endpoints/follow-link.ts';
import { type NodeHost, NodeInbound } from '../src/io/inbound.node.ts';
import { createReleaseMemory, type ReleaseMemory } from '../src/release-memory.ts';
import { aBundle, anAgent, aRelease } from './sample-bundle.ts';
import { createSigner } from './signed-bundle.ts';

const MACHINE: NodeHost = { edge: 'local', addressHeader: null, placeOf: null };

const NOW = 1_790_000_060_000;
const KEY = sipKeyOf(new Uint8Array(16).fill(7));
const signer = createSigner();

const LINKS = {
  '*/r/a': 'exp_a',
  '*/aff_c/1048': 'exp_a',
  '*/r/paused': 'exp_paused',
  '*/r/ended': 'exp_ended',
  '*/r/off': 'exp_off',
  '*/r/gone': 'exp_gone',
};
const RELEASES = [
  aRelease(),
  aRelease({ experimentId: 'exp_paused', experimentNumber: 2, state: 'paused' }),
  aRelease({ experimentId: 'exp_ended', experimentNumber: 3, state: 'ended', fallbackUrl: null }),
  aRelease({
    experimentId: 'exp_off',
    experimentNumber: 4,
    agents: [anAgent(1, { isOn: false }), anAgent(2, { isOn: false })],
  }),
];

/** What is used of a request of Node's own server. */
interface Incoming {
  method: string;
  url: string;
  headers: Record<string, string>;
}

async function createRouter(change: Partial<ReleaseMemory> = {}, fallbackUrl = '/link-not-active') {
  const counters = createCounters();
  const logged: string[] = [];
  const recorded: Click[] = [];
  const log = (_: string, msg: string, facts = {}) => void logged.push(JSON.stringify({ msg, ...facts }));
  const memory = createReleaseMemory({
    edge: 'local',
    environment: 'test',
    keys: new Map([[signer.keyId, signer.raw]]),
    now: () => NOW,
    counters,
    log,
  });
  await memory.accept(0, signer.sign(aBundle({ links: LINKS, releases: RELEASES })));
  let chance = 0;
  const clickDeps = {
    releases: { ...memory, ...change },
    signing: { number: 5, key: KEY },
    fallbackUrl,
    now: () => NOW,
    random: (): [number, number] => {
      chance += 1;
      return [chance, 0];
    },
    counters,
    log,
  };
  const readInbound = ({ env }: { env: Incoming }) =>
    new NodeInbound({ ...env, socket: { remoteAddress: '192.0.2.7' } }, MACHINE);
  const app = createApp<{ Bindings: Incoming }>({
    ...clickDeps,
    readInbound,
    deliverCallback: async () => ({ kind: 'unreachable', detail: 'there is none here' }),
    inbox: { keep: async () => 'full' },
    edge: 'local',
    edgeToken: 'edge-token',
    accept: memory.accept,
    state: async () => memory.state(),
    readiness: () => ({ status: 'ready', notReady: [], alarms: [] }),
    details: () => ({}),
  });
  const follow = (incoming: Incoming): Response => {
    const click = new ClickRequest(clickDeps, readInbound({ env: incoming }));
    const answer = answerClick(clickDeps, click);
    const record = isRecorded(clickDeps, click, answer) ? recordOf(clickDeps, click, answer) : null;
    if (record !== null) recorded.push(Click.parse(JSON.parse(record)));
    return redirectTo(answer.location, answer);
  };
  const request = async (target: string, headers: Record<string, string> = {}, method = 'GET') => {
    const incoming = { method, url: target, headers };
    const path = target.split(/[?#]/)[0] || '/';
    const response = isClick(method, target)
      ? follow(incoming)
      : await app.request(path, { method, headers }, incoming);
    return { status: response.status, location: response.headers.get('location') ?? '', response };
  };
  return { request, counters, logged, recorded, clickDeps };
}

describe('a click', () => {
  test('R1, R11, R12: given a link, then 302 to an agent’s page with every byte, and nothing that a cache would keep', async () => {
    const { request } = await createRouter();
    const { status, location, response } = await request('/r/a?utm_content=a+b%2f%zz&first_name="J+o"');
    expect(status).toBe(302);
    expect(location).toMatch(/^https:\/\/lp\.example\.com\/[12]\?v=[12]&utm_content=a\+b%2f%zz&first_name="J\+o"$/);
    expect(response.headers.get('cache-control')).toBe('private, no-store');
    expect(response.headers.get('x-robots-tag')).toBe('noindex');
    expect(await response.text()).toBe('');
  });

  test('R2, R6: given TUNE’s form and our own form of the link, then one unit lands on one agent', async () => {
    const { request } = await createRouter();
    for (let i = 0; i < 20; i += 1) {
      const native = await request(`/r/a?utm_content=u${i}`);
      const tune = await request(`/aff_c?offer_id=1048&aff_id=${i}&utm_content=u${i}`);
      expect(new URL(tune.location).pathname).toBe(new URL(native.location).pathname);
    }
  });

  test('R9, R24: given client hints beside a vague user agent, then they are believed', async () => {
    const { request, recorded } = await createRouter();
    const vague = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/142.0.0.0 Safari/537.36';
    const hints = { 'sec-ch-ua-platform': '"Android"', 'sec-ch-ua-mobile': '?1' };
    await request('/r/a?utm_content=1', { 'user-agent': vague });
    await request('/r/a?utm_content=2', { 'user-agent': vague, ...hints });
    expect(recorded.map(({ os, deviceClass }) => [os, deviceClass])).toEqual([
      ['Linux', 'desktop'],
      ['Android', 'mobile'],
    ]);
  });

  test('R22, R23, R24: given a click, then what is recorded says all of it, and fits the schema', async () => {
    const { request, recorded } = await createRouter();
    await request(
      '/aff_c?offer_id=1048&aff_id=31&source=fb&aff_sub=s1&aff_sub2=jo%40example.com&aff_click_id=2125550123&transaction_id=102f&utm_content=k%2B&utm_content=k2&first_name=Jo',
      {
        'user-agent': 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) Version/26.0 Mobile/15E148 Safari/604.1',
        'accept-language': 'de-DE,de;q=0.9',
        referer: 'https://Blog.Example.com/post?secret=1',
      },
    );
    expect(recorded).toHaveLength(1);
    const click = Click.parse(recorded[0]);
    expect(click).toMatchObject({
      at: NOW,
      edge: 'local',
      workspaceId: 'ws_1',
      linkId: 'lnk_exp_a',
      experimentId: 'exp_a',
      releaseNumber: 1,
      releaseAgeMs: 60_000,
      reason: 'split',
      propensity: { owner: 5_000, survivors: 10_000 },
      utmContent: 'k%2B',
      keySource: 'inbound',
      otherUtmContents: ['k2'],
      offerId: '1048',
      affiliateId: '31',
      source: 'fb',
      transactionId: '102f',
      affiliateClickId: '2125550123',
      deviceClass: 'mobile',
      os: 'iOS',
      browser: 'Safari',
      language: 'de-DE',
      referrerHost: 'blog.example.com',
      isBot: false,
      botReason: null,
    });
    expect(click.subs).toEqual(['s1', expect.stringMatching(/^hashed:5\./), null, null, null]);
    expect(click.addressHash).toMatch(/^5\.[0-9a-f]{16}$/);
    expect(JSON.stringify(click)).not.toMatch(/192\.0\.2\.7|first_name|Jo|secret/);
    expect(verifyClickId(click.id, new Map([[5, KEY]]))).toMatchObject({
      at: NOW,
      experimentNumber: 1,
      agentNumber: Number(click.agentId?.slice(4)),
      releaseNumber: 1,
    });
  });

  test('R16: given no utm_content, then the click id is the key, and the landing page gets it', async () => {
    const { request, recorded } = await createRouter();
    const { location } = await request('/r/a?x=1');
    expect(recorded[0]).toMatchObject({ keySource: 'minted', utmContent: recorded[0]?.id });
    expect(location).toMatch(new RegExp(`\\?v=\\d&x=1&utm_content=${recorded[0]?.id}$`));
  });

  test.each([
    { given: 'a prefetch', headers: { 'sec-purpose': 'prefetch;anonymous-client-ip' }, botReason: 'prefetch' },
    { given: 'a preview', headers: { purpose: 'preview' }, botReason: 'preview' },
    { given: 'an old Firefox prefetch', headers: { 'x-moz': 'prefetch' }, botReason: 'prefetch' },
    {
      given: 'a crawler',
      headers: { 'user-agent': 'Mozilla/5.0 (compatible; Googlebot/2.1)' },
      botReason: expect.stringMatching(/^user_agent:/),
    },
    { given: 'no user agent', headers: {}, botReason: 'no_user_agent' },
  ])(
    'R4: given $given, then it is redirected as anybody, and recorded as a bot with the reason',
    async ({ headers, botReason }) => {
      const { request, recorded } = await createRouter();
      const human = { 'user-agent': 'Mozilla/5.0 (Windows NT 10.0) Chrome/141.0 Safari/537.36' };
      const { location } = await request(
        '/r/a?utm_content=k',
        botReason === 'no_user_agent' ? {} : { ...human, ...headers },
      );
      expect(location).toBe((await request('/r/a?utm_content=k', human)).location);
      expect(recorded[0]).toMatchObject({ isBot: true, botReason });
      expect(recorded[1]).toMatchObject({ isBot: false, botReason: null });
    },
  );

  test('R24: given a NUL in every header, as Node may hand it on, then the record holds none, which no database would take', async () => {
    const { request, recorded } = await createRouter();
    await request('/r/a?utm_content=k', {
      'user-agent': 'a\0bot/\0 bot\0',
      referer: 'https://a\0b/',
      'accept-language': 'de\0',
      'sec-ch-ua-platform': '"\0"',
      purpose: 'prefetch\0',
      cookie: 'alyson_visitor=\0',
    });
    expect(recorded[0]).toMatchObject({ reason: 'split', isBot: true });
    expect(JSON.stringify(recorded[0])).not.toContain('\\u0000');
  });

  test('R4: given HEAD, then it answers as GET and records nothing', async () => {
    const { request, recorded, counters } = await createRouter();
    const { status, location } = await request('/r/a?utm_content=k', {}, 'HEAD');
    expect({ status, location }).toEqual({ status: 302, location: (await request('/r/a?utm_content=k')).location });
    expect(recorded).toHaveLength(1);
    expect(counters.answered).toBe(1);
  });

  test.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])('R4: given %s, then 405', async (method) => {
    const { request, recorded } = await createRouter();
    const { status, response } = await request('/r/a', {}, method);
    expect([status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    expect(recorded).toEqual([]);
  });
});

describe('a click that leads nowhere', () => {
  test.each([
    {
      target: '/r/paused?utm_content=k',
      location: 'https://lp.example.com/fallback?utm_content=k',
      reason: 'paused',
      experimentId: 'exp_paused',
    },
    {
      target: '/r/ended?utm_content=k',
      location: 'https://lp.example.com/workspace?utm_content=k',
      reason: 'ended',
      experimentId: 'exp_ended',
    },
    {
      target: '/r/off?utm_content=k',
      location: 'https://lp.example.com/fallback?utm_content=k',
      reason: 'no_agent',
      experimentId: 'exp_off',
    },
    {
      target: '/r/gone?utm_content=k',
      location: 'https://lp.example.com/workspace?utm_content=k',
      reason: 'no_release',
      experimentId: 'exp_gone',
    },
    { target: '/r/unknown?utm_content=k', location: '/link-not-active', reason: 'unknown_link', experimentId: null },
    {
      target: '/aff_c?offer_id=9&email=jo@example.com',
      location: '/link-not-active',
      reason: 'unknown_link',
      experimentId: null,
    },
  ])('R18, R24: given $target, then $location, and the click says $reason', async ({ target, location, ...says }) => {
    const { request, recorded } = await createRouter();
    expect((await request(target)).location).toBe(location);
    expect(Click.parse(recorded[0])).toMatchObject({ ...says, agentId: null, propensity: null });
  });

  test.each(['/', '/favicon.ico', '/r/', '/aff_c', '//evil.example/r/a', '/r/a/../../x', '*', 'http://evil.example'])(
    'R18: given %s, which is no link, then the fallback, and nothing is recorded',
    async (target) => {
      const { request, recorded, counters } = await createRouter();
      expect(await request(target)).toMatchObject({ status: 302, location: '/link-not-active' });
      expect([recorded, counters.strays]).toEqual([[], 1]);
    },
  );

  test('R18: given a deployment with a fallback of its own, then that one', async () => {
    const { request } = await createRouter({}, 'https://www.example.com/');
    expect((await request('/r/unknown?utm_content=k')).location).toBe('https://www.example.com/');
  });

  test('R18: given a fault in the router itself, then the fallback, a record, a line in the log without the query', async () => {
    const broken = () => {
      throw new Error('broken');
    };
    const { request, recorded, logged, counters } = await createRouter({ links: broken });
    expect(await request('/r/a?utm_content=secret')).toMatchObject({ status: 302, location: '/link-not-active' });
    expect(Click.parse(recorded[0])).toMatchObject({ reason: 'error', keySource: 'minted' });
    expect(counters.faults).toBe(1);
    expect(logged.join()).toContain('click fell back after a fault');
    expect(logged.join()).not.toContain('secret');
  });

  test('R18: given a fault before anything was decided, then the fallback all the same', async () => {
    const broken = () => {
      throw new Error('broken');
    };
    const { clickDeps, counters } = await createRouter({ hostOf: broken });
    const listener = createClickListener(
      { ...clickDeps, readInbound: (incoming) => new NodeInbound(incoming, MACHINE), record: broken },
      broken,
    );
    const server = createServer(listener).listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const answer = await fetch(`http://127.0.0.1:${port}/r/a`, { redirect: 'manual' });
    expect([answer.status, answer.headers.get('location')]).toEqual([302, '/link-not-active']);
    expect(counters.faults).toBe(1);
  });

  test('R18, R24: then the page is calm, complete and not to be kept', async () => {
    const { request } = await createRouter();
    const { status, response } = await request('/link-not-active');
    expect(status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('x-robots-tag')).toBe('noindex');
    expect(await response.text()).toContain('This link is not active');
  });
});

const STEERING = [
  'host',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-forwarded-for',
  'forwarded',
  'x-original-url',
  'x-rewrite-url',
  'referer',
  'origin',
  'cf-connecting-ip',
];
const anyHeaders = fc.dictionary(
  fc.constantFrom(...STEERING),
  fc.constantFrom('evil.example', 'https://evil.example/', '//evil.example', '"><', ''),
);
const anyTail = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc
    .array(
      fc.tuple(fc.constantFrom('url', 'redirect', 'utm_content', 'v', 'aff_sub', 'offer_id', '__proto__'), fc.webUrl()),
      { maxLength: 5 },
    )
    .map((pairs) => pairs.map(([name, value]) => `${name}=${value}`).join('&')),
);

describe('any request', () => {
  test('R17, R24: then the destination is the release’s, and what is recorded fits the schema', async () => {
    const { request, recorded } = await createRouter();
    await fc.assert(
      fc.asyncProperty(anyTail, anyHeaders, async (tail, headers) => {
        const { status, location } = await request(`/r/a?${tail}`, headers);
        expect(status).toBe(302);
        expect(location).toMatch(/^https:\/\/lp\.example\.com\/[12]\?v=[12]&[\x21-\x7e]+$/);
        const click = Click.parse(recorded.at(-1));
        expect(parseClickId(click.id)).not.toBeNull();
        expect(JSON.stringify(click)).not.toContain('\\u0000');
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('the edge’s own addresses', () => {
  test('R21: given a push, then 200, 409 and 422 say what became of it', async () => {
    const { request } = await createRouter();
    expect((await request('/edge/bundles/0', {}, 'PUT')).status).toBe(422);
    expect((await request('/edge/bundles/x', {}, 'PUT')).status).toBe(405);
  });

  test.each([
    { given: 'no token', headers: {}, status: 401 },
    { given: 'a wrong token', headers: { authorization: 'Bearer edge-tokem' }, status: 401 },
    { given: 'the token', headers: { authorization: 'Bearer edge-token' }, status: 200 },
  ])('given $given, then the state answers $status', async ({ headers, status }) => {
    const { request } = await createRouter();
    expect((await request('/edge/state', headers)).status).toBe(status);
  });
});
