import { type DecisionStep, type Release, ReleaseRule } from '@alyson/schema';
import { describe, expect, test, vi } from 'vitest';
import { aBundle, aLink, anAgent, aRelease } from '../../test/sample-bundle.ts';
import { Draw, parseClickId } from './click-id.ts';
import { compileRouting } from './compile-routing.ts';
import { addressOf, readLinkTarget } from './link-target.ts';
import { readPixelClick } from './pixel-cookie.ts';
import { type RoutedClick, routeClick } from './route-click.ts';
import { sipKeyOf } from './sip-hash.ts';

const AT = Date.parse('2026-11-23T09:30:00Z');
const signing = { number: 5, key: sipKeyOf(new Uint8Array(16).fill(7)) };
const OWN_HOST = 'go.example.com';

interface Click {
  readonly target: string;
  readonly cookies?: string | null;
  readonly country?: string | null;
  readonly host?: string;
  readonly chance?: number;
}

/** A router that holds one experiment. */
function createRouter(change: Partial<Release> = {}, links: Parameters<typeof aBundle>[0] = {}) {
  const { compiled, heldBack } = compileRouting(aBundle({ releases: [aRelease(change)], ...links }), null);
  if (heldBack.length > 0) throw new Error(heldBack[0]?.detail);
  const hosts = new Set(compiled.hosts);
  return (click: Click, trace?: (step: DecisionStep) => void): RoutedClick => {
    const { target, cookies = null, country = null, host = OWN_HOST, chance = 1 } = click;
    const linkTarget = readLinkTarget(target);
    return routeClick(
      { links: compiled.links, signing, fallbackUrl: '/link-not-active' },
      {
        target: linkTarget,
        address: addressOf(linkTarget, hosts.has(host) ? host : undefined),
        draw: new Draw(AT, [chance, 0]),
        host: () => host,
        cookies: () => cookies,
        visitor: () => ({
          country,
          region: null,
          city: null,
          address: null,
          userAgent: null,
          deviceClass: null,
          os: null,
          browser: null,
          language: null,
        }),
      },
      trace,
    );
  };
}

const reasonOf = ({ decision }: RoutedClick) => decision.reason;
const agentOf = ({ decision }: RoutedClick) => (decision.kind === 'agent' ? decision.agent.id : null);
const propensityOf = ({ decision }: RoutedClick) => (decision.kind === 'agent' ? decision.propensity : null);
const pageOf = ({ location }: RoutedClick) => location.split('?')[0];

const germans: ReleaseRule['conditions'] = [{ on: 'country', test: 'is', values: ['DE'] }];
const aRule = (id: string, outcome: ReleaseRule['outcome'], conditions = germans): ReleaseRule =>
  ReleaseRule.parse({ id, name: id, conditions, outcome });

/** Units that the split gives to an agent, by trying. */
function unitsOf(route: ReturnType<typeof createRouter>, agentId: string, count: number): string[] {
  const units = Array.from({ length: 200 }, (_, i) => `unit-${i}`);
  return units.filter((unit) => agentOf(route({ target: `/r/a?utm_content=${unit}` })) === agentId).slice(0, count);
}

describe('rules (R5, R9)', () => {
  const route = createRouter({
    rules: [
      aRule('to-agent', { to: 'agent', agentId: 'agt_2' }, [{ on: 'parameter', name: 'v', test: 'is', values: ['2'] }]),
      aRule('to-split', { to: 'split', table: { ends: [2_500, 10_000], owners: [1, 0] } }),
      aRule('to-url', { to: 'url', url: 'https://other.example.com/x?fixed=1' }, [
        { on: 'affiliate', test: 'is', values: ['31'] },
      ]),
      aRule('out', { to: 'fallback' }, [{ on: 'hours', hours: [9] }]),
    ],
  });

  test('given a click of the first rule, then its agent, and the propensity says that there was no other', () => {
    const click = route({ target: '/r/a?utm_content=k&v=2', country: 'DE' });
    expect([reasonOf(click), agentOf(click), click.decision.rule?.id]).toEqual(['rule_agent', 'agt_2', 'to-agent']);
    expect(propensityOf(click)).toEqual({ owner: 10_000, survivors: 10_000 });
  });

  test('given a click of a rule with its own split, then by that split, and with its weights', () => {
    const clicks = Array.from({ length: 2_000 }, (_, i) => route({ target: `/r/a?utm_content=u${i}`, country: 'DE' }));
    expect(new Set(clicks.map(reasonOf))).toEqual(new Set(['rule_split']));
    const second = clicks.filter((click) => agentOf(click) === 'agt_2');
    expect(second.length / clicks.length).toBeCloseTo(0.25, 1);
    expect(second[0] && propensityOf(second[0])).toEqual({ owner: 2_500, survivors: 10_000 });
  });

  test('given a click of a rule with a page of its own, then there, with every parameter, and no agent has it', () => {
    const click = route({ target: '/r/a?utm_content=k%2f&aff_id=31&fixed=9' });
    expect(click.location).toBe('https://other.example.com/x?fixed=1&utm_content=k%2f&aff_id=31');
    expect([reasonOf(click), agentOf(click)]).toEqual(['rule_url', null]);
  });

  test('given a click that a rule keeps out, then the experiment’s fallback, and it says so', () => {
    const click = route({ target: '/r/a?utm_content=k' });
    expect([reasonOf(click), pageOf(click)]).toEqual(['excluded', 'https://lp.example.com/fallback']);
  });

  test('given a hundred rules about one value, then it is decoded no more often than for one', () => {
    const rules = Array.from({ length: 100 }, (_, i) =>
      aRule(`r${i}`, { to: 'fallback' }, [{ on: 'affiliate', test: 'is', values: ['3'] }]),
    );
    const decodingsFor = (count: number): number => {
      const decode = vi.spyOn(globalThis, 'decodeURIComponent');
      const click = createRouter({ rules: rules.slice(0, count) })({ target: `/r/a?aff_id=${'%41x'.repeat(50)}` });
      expect(reasonOf(click)).toBe('split');
      const { length } = decode.mock.calls;
      decode.mockRestore();
      return length;
    };
    expect([decodingsFor(1), decodingsFor(100)]).toEqual([50, 50]);
  });

  test('R8: given a rule whose agent is off, then the rule is passed over', () => {
    const off = createRouter({
      agents: [anAgent(1), anAgent(2, { isOn: false })],
      rules: [aRule('to-agent', { to: 'agent', agentId: 'agt_2' })],
    });
    const click = off({ target: '/r/a?utm_content=k', country: 'DE' });
    expect([agentOf(click), click.decision.rule]).toEqual(['agt_1', null]);
  });

  test('given a country that the edge does not know, then a rule about countries does not match, and the trace says why', () => {
    const steps: DecisionStep[] = [];
    createRouter({ rules: [aRule('germans', { to: 'fallback' })] })({ target: '/r/a?utm_content=k' }, (step) =>
      steps.push(step),
    );
    expect(steps.find(({ step }) => step === 'rule')).toMatchObject({
      isMatch: false,
      conditions: [{ on: 'country', outcome: 'unknown' }],
    });
  });
});

describe('caps (R10)', () => {
  test('given an agent whose clicks of the day are used up, then the others have them, and nobody else moves', () => {
    const open = createRouter();
    const capped = createRouter({ agents: [anAgent(1, { isCapped: true }), anAgent(2)] });
    for (const unit of unitsOf(open, 'agt_1', 20)) {
      const click = capped({ target: `/r/a?utm_content=${unit}` });
      expect([agentOf(click), reasonOf(click)]).toEqual(['agt_2', 'rehashed']);
    }
    for (const unit of unitsOf(open, 'agt_2', 20))
      expect(reasonOf(capped({ target: `/r/a?utm_content=${unit}` }))).toBe('split');
  });

  test('given an experiment whose clicks of the day are used up, then its fallback', () =>
    expect(reasonOf(createRouter({ state: 'capped' })({ target: '/r/a' }))).toBe('capped'));
});

describe('stickiness (R5)', () => {
  const sticky = createRouter({ stickyDays: 30 });
  const unit = unitsOf(createRouter(), 'agt_1', 1)[0];
  const [cookie = ''] = sticky({ target: `/r/a?utm_content=${unit}` }).cookies ?? [];

  test('given a first click, then the agent goes into a cookie that only the router reads', () =>
    expect(cookie).toMatch(/^alyson_1=1\.5000\.10000\.[\d.a-f]+; Path=\/; Max-Age=2592000; HttpOnly; SameSite=Lax$/));

  test('given weights that gave all to another agent, then the visitor keeps theirs, with the probability of then', () => {
    const moved = createRouter({ stickyDays: 30, table: { ends: [10_000], owners: [1] } });
    const click = moved({ target: '/r/a?utm_content=other', cookies: cookie.split(';')[0] ?? null });
    expect([agentOf(click), reasonOf(click), click.cookies]).toEqual(['agt_1', 'sticky', null]);
    expect(propensityOf(click)).toEqual({ owner: 5_000, survivors: 10_000 });
    expect(agentOf(moved({ target: '/r/a?utm_content=other' }))).toBe('agt_2');
  });

  test('R8: given that the agent is off now, then the visitor gets another, and keeps that one', () => {
    const off = createRouter({ stickyDays: 30, agents: [anAgent(1, { isOn: false }), anAgent(2)] });
    const click = off({ target: `/r/a?utm_content=${unit}`, cookies: cookie.split(';')[0] ?? null });
    expect(agentOf(click)).toBe('agt_2');
    expect(click.cookies?.[0]).toMatch(/^alyson_1=2\./);
  });

  test('given a cookie that no edge wrote, then the split decides', () =>
    expect(
      reasonOf(sticky({ target: '/r/a?utm_content=k', cookies: 'alyson_1=2.9999.10000.5.0123456789abcdef' })),
    ).toBe('split'));

  test('given an experiment that keeps no agents, then nobody gets a cookie', () =>
    expect(createRouter()({ target: '/r/a?utm_content=k' }).cookies).toBeNull());
});

describe('the visitor as the unit', () => {
  const route = createRouter({}, { links: { '*/r/a': aLink('exp_a', { unit: 'visitor' }) } });

  test('given a first visit, then an id in a cookie; given a return with other parameters, then the same agent', () => {
    for (let chance = 1; chance < 30; chance += 1) {
      const first = route({ target: `/r/a?utm_content=${chance}`, chance });
      const cookies = first.cookies?.[0]?.split(';')[0] ?? null;
      expect(cookies).toBe(`alyson_visitor=${first.visitorId}`);
      const again = route({ target: '/r/a?utm_content=else', chance: chance + 99, cookies });
      expect([agentOf(again), again.visitorId, again.cookies]).toEqual([agentOf(first), first.visitorId, null]);
    }
  });
});

describe('what a link forces', () => {
  const agents = [anAgent(1, { tuneUrlId: '214' }), anAgent(2, { tuneUrlId: '215' })];
  const route = createRouter(
    { agents, rules: [aRule('germans', { to: 'fallback' })] },
    { links: { '*/aff_c/7': aLink('exp_a', { deepLinkHosts: ['shop.example.com'] }) } },
  );
  const shop = encodeURIComponent('https://shop.example.com/p?x=1');

  test('R2, R5: given a url_id, then its agent before any rule, and no propensity', () => {
    const click = route({ target: '/aff_c?offer_id=7&aff_id=3&url_id=215&utm_content=k', country: 'DE' });
    expect([reasonOf(click), agentOf(click), propensityOf(click)]).toEqual(['forced', 'agt_2', null]);
    expect(agentOf(route({ target: '/aff_c?offer_id=7&url_id=%3215&utm_content=k' }))).toBe('agt_2');
  });

  test('R2: given a url_id that is no agent’s, or of one that is off, then the link’s split', () => {
    expect(reasonOf(route({ target: '/aff_c?offer_id=7&url_id=999' }))).toBe('split');
    const off = createRouter(
      { agents: [anAgent(1), anAgent(2, { tuneUrlId: '215', isOn: false })] },
      { links: { '*/aff_c/7': 'exp_a' } },
    );
    expect(agentOf(off({ target: '/aff_c?offer_id=7&url_id=215' }))).toBe('agt_1');
  });

  test('R17: given a deep link to a host of the list, then there with all else; it is no agent’s', () => {
    const click = route({ target: `/aff_c?offer_id=7&utm_content=a+b&url=${shop}` });
    expect(reasonOf(click)).toBe('deep_link');
    expect(click.location).toBe(`https://shop.example.com/p?x=1&offer_id=7&utm_content=a+b&url=${shop}`);
  });

  test.each(['/aff_c', '/aff_r'])('R17: given %s with another host, then the split, whatever it asks for', (path) => {
    const click = route({ target: `${path}?offer_id=7&urlauth=1&url=${encodeURIComponent('https://evil.example/')}` });
    expect(reasonOf(click)).toBe('split');
    expect(click.location).toMatch(/^https:\/\/lp\.example\.com\//);
  });
});

describe('a link whose clicks are remembered for pixels (C16)', () => {
  const pixel = { '*/aff_c/26': aLink('exp_a', { pixelCookie: true }), '*/r/p': aLink('exp_a', { pixelCookie: true }) };
  const route = createRouter({}, { links: { ...pixel, '*/r/a': 'exp_a' } });
  const cookieOf = (click: RoutedClick) => click.cookies?.at(-1)?.split(';')[0] ?? null;

  test('given a click of an offer, then a pixel of that offer finds it, and of no other', () => {
    const click = route({ target: '/aff_c?offer_id=26&aff_id=3' });
    expect(click.cookies).toEqual([
      expect.stringMatching(/^alyson_click_26=a\w{29}\.5\.[0-9a-f]{16}; .*; Secure; SameSite=None$/),
    ]);
    const sent = `x=1; ${cookieOf(click)}`;
    expect(readPixelClick(sent, '26', signing)).toBe(click.id);
    expect(readPixelClick(sent, '27', signing)).toBeNull();
    expect(readPixelClick(sent, null, signing)).toBeNull();
  });

  test('given a click that names no offer, then it serves a pixel of any', () => {
    const click = route({ target: '/r/p?utm_content=k' });
    expect(readPixelClick(cookieOf(click), '26', signing)).toBe(click.id);
    expect(readPixelClick(cookieOf(click), null, signing)).toBe(click.id);
  });

  test('given a link that does not ask for it, or a fallback, then no cookie', () => {
    expect(route({ target: '/r/a?utm_content=k' }).cookies).toBeNull();
    expect(createRouter({ state: 'ended' }, { links: pixel })({ target: '/r/p' }).cookies).toBeNull();
  });

  test('given a cookie that no edge wrote, then it stands for no click', () => {
    const sent = cookieOf(route({ target: '/aff_c?offer_id=26' })) ?? '';
    const other = route({ target: '/r/p', chance: 2 }).id;
    const forged = [
      sent.replace(/=a\w{29}/, `=${other}`),
      sent.replace('_26=', '_27='),
      sent.slice(0, -1),
      sent.replace('.5.', '.4.'),
      `alyson_click_26=${other}`,
      'alyson_click_26=',
    ];
    for (const cookie of forged)
      for (const offer of ['26', '27']) expect(readPixelClick(cookie, offer, signing)).toBeNull();
    const rotated = { number: 6, key: sipKeyOf(new Uint8Array(16).fill(8)), keys: new Map([[5, signing.key]]) };
    expect(readPixelClick(sent, '26', rotated)).not.toBeNull();
  });
});

describe('a link that is handed back', () => {
  const handBackUrl = 'https://acme.go2cloud.example/aff_ad?campaign_id=152';
  const links = { '*/aff_ad/152': aLink('exp_a', { handBackUrl }), '*/r/a': 'exp_a' };
  const agents = [anAgent(1, { tuneUrlId: '214' }), anAgent(2)];
  const target = '/aff_ad?campaign_id=152&aff_id=7&aff_sub=x+y&url_id=214&utm_content=k%2f1';

  test.each(['running', 'paused', 'ended'] as const)(
    'R12, R17: given the experiment is %s, then TUNE gets the click whole, and decides',
    (state) => {
      const route = createRouter({ agents, state }, { links });
      const click = route({ target });
      expect([reasonOf(click), agentOf(click)]).toEqual(['handed_back', null]);
      expect(click.location).toBe(`${handBackUrl}&aff_id=7&aff_sub=x+y&url_id=214&utm_content=k%2f1`);
    },
  );

  test('given another link of the same experiment, then we still decide there', () => {
    expect(reasonOf(createRouter({ agents }, { links })({ target: '/r/a?utm_content=k' }))).toBe('split');
  });

  test('R18: given TUNE’s address leads here by now, then the fallback, and no circle', () => {
    const looping = { '*/aff_ad/152': aLink('exp_a', { handBackUrl: `https://${OWN_HOST}/aff_ad?campaign_id=152` }) };
    expect(reasonOf(createRouter({ agents }, { links: looping })({ target }))).toBe('loop');
  });
});

describe('addresses', () => {
  const links = {
    '*/aff_ad/152': 'exp_a',
    '*/SL2k': aLink('exp_a', { presetQuery: 'offer_id=1048&aff_id=1006' }),
    'go.brand.com/homes': 'exp_a',
    'go.brand.com/aff_c/7': 'exp_a',
  };
  const route = createRouter({}, { links, hosts: ['go.brand.com'] });

  test.each([
    { target: '/aff_ad?campaign_id=152&hostNameId=22392&aff_id=182', host: OWN_HOST },
    { target: '/aff_ad?campaign_id=152&aff_sub=EM01', host: OWN_HOST },
    { target: '/homes?utm_content=k', host: 'go.brand.com' },
    { target: '/aff_c?offer_id=7', host: 'go.brand.com' },
  ])('R2, R3: given $target on $host, then its experiment', (click) => expect(reasonOf(route(click))).toBe('split'));

  test.each([
    { target: '/homes?utm_content=k', host: OWN_HOST, isStray: true },
    { target: '/aff_c?offer_id=7', host: OWN_HOST, isStray: false },
    { target: '/aff_ad?campaign_id=152', host: 'go.brand.com', isStray: false },
  ])('R3: given $target on $host, which is another’s, then no link', ({ isStray, ...click }) => {
    expect(reasonOf(route(click))).toBe('unknown_link');
    expect(route(click).isStray).toBe(isStray);
  });

  test('R2: given a short link with more parameters, then they follow those it stands for, and take their places', () => {
    const click = route({ target: '/SL2k?aff_sub=test&aff_id=9&utm_content=k' });
    expect(click.location).toMatch(/\?v=\d&offer_id=1048&aff_sub=test&aff_id=9&utm_content=k$/);
    expect(click.target.parameters).toMatchObject({ offerId: '1048', affiliateId: '9' });
  });

  test('R16: given a short link that stands for a utm_content, then a click with its own is joined by that alone', () => {
    const preset = { '*/SL2k': aLink('exp_a', { presetQuery: 'utm_content=all&utm%5fcontent=two&aff_id=1006' }) };
    const route = createRouter({}, { links: preset });
    const click = route({ target: '/SL2k?a=1&utm_content=k' });
    expect(click.key).toEqual({ value: 'k', source: 'inbound', others: [] });
    expect(click.location).toMatch(/\?v=\d&aff_id=1006&a=1&utm_content=k$/);
    expect(route({ target: '/SL2k?a=1' }).key.value).toBe('all');
  });
});

describe('TUNE behind us', () => {
  const beforeTune = { host: 'acme.go2cloud.org', offerId: '1048', clickIdParameter: 'aff_sub5' as const };
  const agents = [anAgent(1, { tuneUrlId: '214' }), anAgent(2)];
  const route = createRouter({ agents }, { links: { '*/r/a': aLink('exp_a', { beforeTune }) } });
  const [unit] = unitsOf(createRouter(), 'agt_1', 1);

  test('R2, R12: given a click, then TUNE’s own link with the agent’s url_id and our click id, and every parameter', () => {
    const click = route({ target: `/r/a?aff_id=31&aff_sub5=theirs&utm_content=${unit}&first_name=J%20o` });
    expect(click.location).toBe(
      `https://acme.go2cloud.org/aff_c?offer_id=1048&url_id=214&aff_sub5=${click.id}&aff_id=31&utm_content=${unit}&first_name=J%20o`,
    );
  });

  test('given an agent without a url_id, then TUNE’s default page stands for it', () => {
    const [other] = unitsOf(createRouter(), 'agt_2', 1);
    expect(route({ target: `/r/a?utm_content=${other}` }).location).not.toContain('url_id');
  });

  test('R17: given a visitor with a url_id of their own, then it does not reach TUNE, which would show another page', () => {
    const [other] = unitsOf(createRouter(), 'agt_2', 1);
    for (const key of [unit, other])
      expect(route({ target: `/r/a?url_id=999&utm_content=${key}` }).location).not.toContain('999');
  });

  test('given that TUNE sends the visitor back here, then it ends at the fallback', () => {
    const { id } = route({ target: `/r/a?utm_content=${unit}` });
    const click = route({ target: `/r/a?aff_sub5=${id}` });
    expect([reasonOf(click), pageOf(click)]).toEqual(['loop', 'https://lp.example.com/fallback']);
  });

  test('R18: given a click that does not go to TUNE, then it says why, whatever stands in that sub id', () => {
    const links = { '*/r/a': aLink('exp_a', { beforeTune }) };
    const unreleased = createRouter({}, { links, releases: [] });
    expect(reasonOf(unreleased({ target: '/r/a?aff_sub5=theirs' }))).toBe('no_release');
    const { id } = route({ target: `/r/a?utm_content=${unit}` });
    const paused = createRouter({ agents, state: 'paused' }, { links });
    expect(reasonOf(paused({ target: `/r/a?aff_sub5=${id}` }))).toBe('paused');
  });
});

describe('a loop (R18)', () => {
  test('given a page on the host that was asked, then the fallback', () => {
    const route = createRouter({ agents: [anAgent(1, { landingUrl: `https://${OWN_HOST}/r/a` })], table: whole });
    expect([reasonOf(route({ target: '/r/a' })), reasonOf(route({ target: '/r/a', host: 'other.example' }))]).toEqual([
      'loop',
      'split',
    ]);
  });

  test.each([`https://${OWN_HOST}:443/r/a`, `https://${OWN_HOST.toUpperCase()}:0443/r/a`])(
    'given %s, which names the port that goes without saying, then the fallback',
    (landingUrl) => {
      const route = createRouter({ agents: [anAgent(1, { landingUrl })], table: whole });
      expect(reasonOf(route({ target: '/r/a' }))).toBe('loop');
    },
  );

  test('given a fallback there too, then the deployment’s', () => {
    const here = `https://${OWN_HOST}/r/a`;
    const route = createRouter({ agents: [anAgent(1, { landingUrl: here })], table: whole, fallbackUrl: here });
    expect(route({ target: '/r/a' }).location).toBe('/link-not-active');
  });

  const whole = { ends: [10_000], owners: [0] };
});

test.each([302, 303, 307] as const)('R11: given an experiment that answers %i, then that', (redirectStatus) =>
  expect(createRouter({ redirectStatus })({ target: '/r/a' }).status).toBe(redirectStatus),
);

test('R23: given any decision, then the click’s id names its experiment, agent and release', () => {
  const click = createRouter({ number: 9 })({ target: '/r/a?utm_content=k' });
  const agentNumber = click.decision.kind === 'agent' ? click.decision.agent.number : 0;
  expect(parseClickId(click.id)).toMatchObject({ experimentNumber: 1, agentNumber, releaseNumber: 9 });
});

test('C12: given a trace, then it tells every step and changes nothing', () => {
  const route = createRouter({
    agents: [anAgent(1, { isOn: false }), anAgent(2, { tuneUrlId: '215' })],
    rules: [aRule('germans', { to: 'fallback' })],
    stickyDays: 1,
  });
  const [unit] = unitsOf(createRouter(), 'agt_1', 1);
  const click = { target: `/r/a?utm_content=${unit}&url_id=1`, country: 'US' };
  const steps: DecisionStep[] = [];
  expect(route(click, (step) => steps.push(step))).toEqual(route(click));
  expect(steps.map(({ step }) => step)).toEqual(
    expect.arrayContaining(['link', 'release', 'forced', 'rule', 'bucket', 'decision']),
  );
  expect(steps.filter(({ step }) => step === 'bucket').map((step) => 'outcome' in step && step.outcome)).toEqual(
    expect.arrayContaining(['off', 'taken']),
  );
});
