import { describe, expect, test } from 'vitest';
import type { DemoOptions } from './options.ts';
import { planVisits, type Visit } from './visits.ts';

const OPTIONS: DemoOptions = { seed: 7, seconds: 20, rate: 100, speed: 1_000 };
const LINKS = { slug: 'demo', offerId: 12 };
const visits = planVisits(OPTIONS, LINKS, 'tag');

describe('planVisits', () => {
  test('given a seed, then the same visits each time; given another, then others', () => {
    expect(planVisits(OPTIONS, LINKS, 'tag')).toEqual(visits);
    expect(planVisits({ ...OPTIONS, seed: 8 }, LINKS, 'tag')).not.toEqual(visits);
  });

  test('then so many come in order, as people, bots and HEAD requests', () => {
    expect(Math.abs(visits.length - 2_000)).toBeLessThan(10);
    expect(visits.map((visit) => visit.atMs)).toEqual(visits.map((visit) => visit.atMs).sort((a, b) => a - b));
    expect(new Set(visits.map((visit) => visit.kind))).toEqual(new Set(['person', 'bot', 'look']));
  });

  test.each<[string, (visit: Visit) => boolean]>([
    ["TUNE's form", ({ path, query }) => path === '/aff_c' && query.startsWith('offer_id=12&aff_id=')],
    ['our own form', ({ path }) => path === '/r/demo'],
    ['a plus sign', ({ query }) => query.includes('spring+sale')],
    ['escaped UTF-8', ({ query }) => query.includes('%C3%AB')],
    ['an escape that is no UTF-8', ({ query }) => query.includes('K%f6ln')],
    ['a malformed escape', ({ query }) => query.includes('a%zz')],
    ['a value of 1,000 characters', ({ query }) => /=[^&]{1000}/.test(query)],
    ['an empty value', ({ query }) => /=(&|$)/.test(query)],
    ['an unexpanded placeholder', ({ query }) => query.includes('utm_content={subid}')],
    ['no utm_content', ({ query }) => !query.includes('utm_content')],
    ['a parameter twice', ({ query }) => /(?<=^|&)(tag=a)(?=&).*&\1/.test(query)],
    ['an address of e-mail with a plus', ({ query }) => query.includes('email=jose+nunez@')],
    ['a prefetch', ({ headers }) => 'sec-purpose' in headers],
  ])('then some come with %s', (_, isSo) => expect(visits.some(isSo)).toBe(true));
});
