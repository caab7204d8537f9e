import { Click, ReleaseRule } from '@alyson/schema';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aBundle, aLink, anAgent, aRelease } from '../../test/sample-bundle.ts';
import { Draw } from './click-id.ts';
import { compileRouting } from './compile-routing.ts';
import { decide } from './decide.ts';
import { describeClick } from './describe-click.ts';
import { addressOf, readLinkTarget } from './link-target.ts';
import { recordedFacts, refuseRecorded } from './recorded-facts.ts';
import { type RoutedClick, routeClick } from './route-click.ts';
import { sipKeyOf } from './sip-hash.ts';
import { stickyCookieName, writeSticky } from './sticky.ts';

const signing = { number: 5, key: sipKeyOf(new Uint8Array(16).fill(7)) };
const ADDRESSES = ['*/r/key', '*/r/visitor', '*/r/click', '*/r/unknown'] as const;

const rule = (id: string, affiliate: string, outcome: ReleaseRule['outcome']): ReleaseRule =>
  ReleaseRule.parse({ id, name: id, conditions: [{ on: 'affiliate', test: 'is', values: [affiliate] }], outcome });

/** Every way to be routed: rules of each outcome, one whose agent is off, url_ids, deep links, kept agents, three units. */
const { compiled } = compileRouting(
  aBundle({
    releases: [
      aRelease({
        agents: [
          anAgent(1, { tuneUrlId: '11' }),
          anAgent(2, { isOn: false }),
          anAgent(3, { isCapped: true }),
          anAgent(4),
        ],
        table: { ends: [2_500, 5_000, 7_500, 10_000], owners: [0, 1, 2, 3] },
        stickyDays: 30,
        rules: [
          rule('passed-over', '1', { to: 'agent', agentId: 'agt_2' }),
          rule('agent', '2', { to: 'agent', agentId: 'agt_4' }),
          rule('split', '3', { to: 'split', table: { ends: [3_000, 10_000], owners: [0, 1] } }),
          rule('url', '4', { to: 'url', url: 'https://other.example.com/' }),
          rule('out', '5', { to: 'fallback' }),
        ],
      }),
    ],
    links: {
      '*/r/key': aLink('exp_a', { deepLinkHosts: ['shop.example.com'] }),
      '*/r/visitor': aLink('exp_a', { unit: 'visitor' }),
      '*/r/click': aLink('exp_a', { unit: 'click_id' }),
    },
  }),
  null,
);

const visitor = { city: null, address: null, userAgent: null, deviceClass: null, os: null, browser: null };

const anyRequest = fc.record({
  address: fc.constantFrom(...ADDRESSES),
  affiliate: fc.integer({ min: 0, max: 6 }),
  key: fc.option(fc.stringMatching(/^[\w%+.~-]{1,40}$/), { nil: null }),
  urlId: fc.constantFrom(null, '11', '99'),
  page: fc.constantFrom(null, 'https%3A%2F%2Fshop.example.com%2Fx', 'https%3A%2F%2Fevil.example%2Fx'),
  kept: fc.constantFrom(null, 1, 2, 4),
  chance: fc.tuple(fc.nat(), fc.nat()),
});

function route(given: typeof anyRequest extends fc.Arbitrary<infer T> ? T : never): RoutedClick {
  const { address, affiliate, key, urlId, page, kept, chance } = given;
  const query = [
    `aff_id=${affiliate}`,
    ...(key === null ? [] : [`utm_content=${key}`]),
    ...(urlId === null ? [] : [`url_id=${urlId}`]),
    ...(page === null ? [] : [`url=${page}`]),
  ].join('&');
  const target = readLinkTarget(`${address.slice(1)}?${query}`);
  const sticky = kept && writeSticky('exp_a', { agentNumber: kept, owner: 2_500, survivors: 5_000 }, signing);
  return routeClick(
    { links: compiled.links, signing, fallbackUrl: '/link-not-active' },
    {
      target,
      address: addressOf(target),
      draw: new Draw(1_790_000_000_000, chance),
      host: () => 'go.example.com',
      cookies: () => (sticky ? `${stickyCookieName(1)}=${sticky}` : null),
      visitor: () => ({ ...visitor, country: null, region: null, language: null }),
    },
  );
}

/** A click as the control plane stores it. */
const recorded = (click: RoutedClick): Click =>
  Click.parse(JSON.parse(describeClick(click, { visitorPart: ',"isBot":false', edge: 'test', signing })));

describe('a recorded click, decided again (C12)', () => {
  test('given any request, then the record alone gives the same agent, reason, rule and propensity', () =>
    fc.assert(
      fc.property(anyRequest, (given) => {
        const { decision } = route(given);
        const click = recorded(route(given));
        expect(refuseRecorded(click)).toBeNull();
        const link = compiled.links.get(given.address) ?? null;
        const again = decide(compiled.links, recordedFacts(click, given.address, link));
        const facts = ({ kind, reason, ...rest }: typeof again) => ({
          kind,
          reason,
          agent: 'agent' in rest ? rest.agent.id : null,
          rule: rest.rule?.id ?? null,
          propensity: 'propensity' in rest ? rest.propensity : null,
        });
        expect(facts(again)).toEqual(facts(decision));
      }),
      { numRuns: 2_000 },
    ));

  test.each<{ given: string; change: Partial<Click>; refusal: string | null }>([
    { given: 'a key that was too long', change: { utmContent: `hashed:5.${'0f'.repeat(8)}` }, refusal: 'key_not_kept' },
    { given: 'a key that lost a character', change: { utmContent: 'a\ufffdb' }, refusal: 'key_not_kept' },
    { given: 'a key that only begins like a digest', change: { utmContent: 'hashed:5.zz' }, refusal: null },
    { given: 'a loop', change: { reason: 'loop' }, refusal: 'not_by_release' },
    { given: 'a fault', change: { reason: 'error' }, refusal: 'not_by_release' },
  ])('given $given, then $refusal', ({ change, refusal }) => {
    const click = recorded(
      route({ address: '*/r/key', affiliate: 0, key: 'k', urlId: null, page: null, kept: null, chance: [1, 2] }),
    );
    expect(refuseRecorded({ ...click, ...change })).toBe(refusal);
  });
});
