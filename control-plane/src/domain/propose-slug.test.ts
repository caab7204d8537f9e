import { SLUG } from '@alyson/schema';
import { expect, test } from 'vitest';
import { proposeSlugs } from './propose-slug.ts';

test.each([
  ['Solar quote', 'solar-quote'],
  ['  Épargne & Crédit! ', 'epargne-credit'],
  ['日本', 'experiment'],
  ['-- a --', 'a'],
])('given the name %s, then the first slug is %s', (name, slug) => {
  expect(proposeSlugs(name)[0]).toBe(slug);
});

test('given any name, then every proposal is a slug, and no two are alike', () => {
  for (const name of ['x'.repeat(500), `${'a'.repeat(89)}-b`, 'Copy of Solar']) {
    const slugs = proposeSlugs(name);
    expect(slugs.every((slug) => SLUG.test(slug))).toBe(true);
    expect(new Set(slugs).size).toBe(slugs.length);
  }
});
