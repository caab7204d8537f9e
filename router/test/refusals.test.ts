import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { EVERY_ATTACK } from './fuzz/every-attack.ts';
import { REFUSED_REQUESTS, type Verdict } from './fuzz/refusals.ts';

const README = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const inWords = (verdict: Verdict): string => {
  if (verdict === null) return 'as any other';
  return verdict === 'fallback' ? 'to the fallback' : String(verdict);
};

describe("the runtimes' own refusals", () => {
  test("R18: README's table is the list that the tests over raw sockets hold both runtimes to", () => {
    const [, section = ''] = README.split('## What the runtimes refuse');
    const rows = (section.split('\n## ')[0] ?? '').split('\n').filter((line) => line.startsWith('| '));
    const cells = rows.slice(2).map((row) =>
      row
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
    expect(cells).toEqual(
      REFUSED_REQUESTS.map(({ request, node, workerd }) => [request, inWords(node), inWords(workerd)]),
    );
  });

  test.each(REFUSED_REQUESTS)('$request: those tests send it', ({ request }) => {
    const first = (candidate: (typeof EVERY_ATTACK)[number]) =>
      REFUSED_REQUESTS.find(({ applies }) => applies(candidate));
    expect(EVERY_ATTACK.some((candidate) => first(candidate)?.request === request)).toBe(true);
  });
});
