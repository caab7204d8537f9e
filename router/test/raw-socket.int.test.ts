import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { getRaw, sendRaw } from './raw-client.ts';
import { startRouter } from './router-process.ts';

const OUR_PAGE = /^https:\/\/lp\.example\.com\/[12]\?v=[12]&[\x21-\x7e]*$/;
const FALLBACK = '/link-not-active';
const PRINTABLE = Array.from({ length: 0x7f - 0x21 }, (_, i) => String.fromCharCode(0x21 + i));

let router: Awaited<ReturnType<typeof startRouter>>;

beforeAll(async () => {
  const cleanUps: (() => Promise<void>)[] = [];
  router = await startRouter({ atEnd: (cleanUp) => cleanUps.unshift(cleanUp) });
  await router.push(1);
  return async () => {
    for (const cleanUp of cleanUps) await cleanUp();
  };
});

/** The pairs of a query, without any decoding. */
const pairsOf = (query: string) => query.split('&').filter((pair) => pair !== '');

describe('given raw bytes on a socket', () => {
  test('R12, R16, R17: any query of printable bytes arrives whole, in order, at the host of the release', async () => {
    const anyQuery = fc.string({
      unit: fc.constantFrom(...PRINTABLE, '%', '%2f', '+', '&', '=', 'utm_content='),
      maxLength: 60,
    });
    await fc.assert(
      fc.asyncProperty(anyQuery, async (query) => {
        const { status, location } = await getRaw(router.port, `/r/a?${query}&utm_content=k`);
        expect(status).toBe(302);
        expect(location).toMatch(OUR_PAGE);
        const received = pairsOf(location?.split('?').slice(1).join('?') ?? '');
        const sent = pairsOf(query.replaceAll('#', '%23')).filter((pair) => !/^v(=|$)/.test(pair));
        let at = -1;
        for (const pair of [...sent, 'utm_content=k']) {
          at = received.indexOf(pair, at + 1);
          expect(at, `${pair} in ${location}`).not.toBe(-1);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test('R18: any bytes at all after the method get an answer, never a 5xx, and the router goes on', async () => {
    const anyBytes = fc.string({
      unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)),
      maxLength: 80,
    });
    await fc.assert(
      fc.asyncProperty(
        anyBytes,
        fc.constantFrom('/r/a?', '/aff_c?', '/r/', '/', '', '//', 'http://'),
        async (bytes, start) => {
          const { status, location } = await getRaw(router.port, start + bytes);
          expect(status).toBeLessThan(500);
          if (status === 302) expect(location === FALLBACK || OUR_PAGE.test(location ?? '')).toBe(true);
        },
      ),
      { numRuns: 1_500 },
    );
    expect(router.child.exitCode).toBeNull();
    expect((await router.health()).counters['faults']).toBe(0);
  });

  test.each([
    {
      given: 'malformed escapes',
      target: '/r/a?utm_content=%&x=%zz&y=%E9&z=%F0%9F',
      location: /utm_content=%&x=%zz&y=%E9&z=%F0%9F$/,
    },
    { given: 'a query of 64 kB', target: `/r/a?utm_content=k&long=${'x'.repeat(65_000)}`, location: /&long=x{65000}$/ },
    {
      given: 'a utm_content of 20 kB',
      target: `/r/a?utm_content=${'k'.repeat(20_000)}`,
      location: /utm_content=k{20000}$/,
    },
    {
      given: 'ten thousand parameters',
      target: `/r/a?utm_content=k${'&a=1'.repeat(10_000)}`,
      location: /(&a=1){10000}$/,
    },
    { given: 'quotes and brackets', target: '/r/a?utm_content=k&q="<>\'{}|\\^`', location: /&q="<>'\{\}\|\\\^`$/ },
    { given: 'the absolute form of a proxy', target: 'http://evil.example/r/a?utm_content=k', location: OUR_PAGE },
    { given: 'a host in the path', target: '//evil.example/r/a?utm_content=k', location: /^\/link-not-active$/ },
    { given: 'dots in the path', target: '/x/../r/a?utm_content=k', location: /^\/link-not-active$/ },
    {
      given: 'a NUL in an escape',
      target: '/r/a?utm_content=a%00b&aff_sub=%00',
      location: /utm_content=a%00b&aff_sub=%00$/,
    },
  ])('R12, R18: $given', async ({ target, location }) => {
    expect(await getRaw(router.port, target)).toMatchObject({ status: 302, location: expect.stringMatching(location) });
  });

  test.each([
    ['a strange Host', ['Host: evil.example']],
    [
      'headers of proxies',
      ['X-Forwarded-Host: evil.example', 'X-Forwarded-Proto: http', 'Forwarded: host=evil.example'],
    ],
    ['headers that rewrite', ['X-Original-URL: /r/b', 'X-Rewrite-URL: //evil.example', 'X-HTTP-Method-Override: POST']],
    [
      'headers of no known encoding',
      ['User-Agent: \xff\xfe\x80', 'Referer: http://\xe9/', 'Accept-Language: \x80', 'Cookie: ='],
    ],
    ['headers of 60 kB', [`User-Agent: ${'Android '.repeat(7_500)}`]],
    ['a body that never comes', ['Content-Length: 3']],
    ['an upgrade', ['Upgrade: websocket', 'Connection: Upgrade']],
  ])('R17, R18: with %s a click lands where it would have', async (_, headers) => {
    const target = '/r/a?utm_content=k';
    const plain = await getRaw(router.port, target);
    const extra = headers.filter((header) => !header.startsWith('Host:'));
    const host = headers.find((header) => header.startsWith('Host:')) ?? 'Host: go.example';
    const request = [`GET ${target} HTTP/1.1`, host, 'Connection: close', ...extra, '', ''].join('\r\n');
    expect((await sendRaw(router.port, request)).location).toBe(plain.location);
  });

  test.each([
    ['no Host in HTTP/1.0', 'GET /r/a?utm_content=k HTTP/1.0\r\n\r\n', 302],
    ['no Host in HTTP/1.1', 'GET /r/a HTTP/1.1\r\n\r\n', 400],
    ['a byte beyond ASCII in the target', 'GET /r/a?x=\xe9 HTTP/1.1\r\nHost: a\r\n\r\n', 400],
    ['a control character in the target', 'GET /r/a?x=\x01 HTTP/1.1\r\nHost: a\r\n\r\n', 400],
    ['a Host that is none', 'GET /r/a HTTP/1.1\r\nHost: [/x\r\nConnection: close\r\n\r\n', 400],
    ['a space in the target', 'GET /r/a?x=a b HTTP/1.1\r\nHost: a\r\n\r\n', 400],
    ['no HTTP', 'hello\r\n\r\n', 400],
    ['two lengths', 'GET /r/a HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n', 400],
    ['200 kB of headers', `GET /r/a HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(200_000)}\r\n\r\n`, 431],
    ['another method', 'POST /r/a HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 0\r\n\r\n', 405],
    ['a method nobody knows', 'BREW /r/a HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n', 400],
  ])('R18: %s is answered with what README lists', async (_, request, status) => {
    expect((await sendRaw(router.port, request)).status).toBe(status);
  });
});
