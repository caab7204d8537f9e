import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { answer, type FakeInternet, redirectTo, startFakeInternet } from '../../test/support/fake-internet.ts';
import { dialAddresses } from './dial.ts';
import { createGuardedFetch } from './guarded-fetch.ts';

let net: FakeInternet;
beforeAll(async () => {
  net = await startFakeInternet();
});
afterAll(() => net.stop());
beforeEach(() => {
  net.pages.clear();
  net.dialled.length = 0;
  net.requests.length = 0;
});

const fetchPage = (url: string) => net.fetch({ url, mostRedirects: 5 });
const reasonOf = async (url: string) => {
  const got = await fetchPage(url);
  return got.ok ? `answered ${got.status}` : got.reason;
};

describe('guarded fetch (SSRF)', () => {
  test('given a page at a public address, then it is asked there and its status comes back', async () => {
    net.pages.set('shop.example.com/lp', answer());
    expect(await fetchPage('https://shop.example.com/lp?a=b#top')).toMatchObject({ ok: true, status: 200 });
    expect(net.dialled).toEqual(['93.184.216.34:443']);
  });

  // The classes of the public SSRF payload lists.
  test.each([
    'https://127.0.0.1/',
    'https://127.1/',
    'https://2130706433/',
    'https://0x7f000001/',
    'https://0x7f.1/',
    'https://0177.0.0.1/',
    'https://017700000001/',
    'https://127.0.0.1./',
    'https://①②⑦.⓪.⓪.①/',
    'https://127。0。0。1/',
    'https://0/',
    'https://0.0.0.0/',
    'https://10.0.0.1/',
    'https://172.16.0.1/',
    'https://192.168.1.1/',
    'https://100.64.0.1/',
    'https://169.254.169.254/latest/meta-data/',
    'https://2852039166/',
    'https://0xa9fea9fe/',
    'https://0251.0376.0251.0376/',
    'https://169.254.170.2/',
    'https://192.0.0.192/',
    'https://168.63.129.16/',
    'https://2822734096/',
    'https://198.18.0.1/',
    'https://192.0.2.1/',
    'https://203.0.113.1/',
    'https://224.0.0.1/',
    'https://240.0.0.1/',
    'https://255.255.255.255/',
    'https://192.88.99.1/',
    'https://[::]/',
    'https://[::1]/',
    'https://[0000:0000:0000:0000:0000:0000:0000:0001]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[::ffff:a9fe:a9fe]/',
    'https://[::127.0.0.1]/',
    'https://[64:ff9b::7f00:1]/',
    'https://[64:ff9b::a9fe:a9fe]/',
    'https://[64:ff9b:1::a9fe:a9fe]/',
    'https://[2002:7f00:1::]/',
    'https://[2002:a9fe:a9fe::1]/',
    'https://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/',
    'https://[fe80::1]/',
    'https://[fec0::1]/',
    'https://[fc00::1]/',
    'https://[fd00:ec2::254]/',
    'https://[ff02::1]/',
    'https://[2001:db8::1]/',
    'https://[3fff::1]/',
    'https://[100::1]/',
    'https://[5f00::1]/',
  ])('given %s, then nothing is connected to', async (url) => {
    expect(await reasonOf(url)).toBe('not_public');
    expect(net.dialled).toEqual([]);
  });

  test.each([
    ['http://shop.example.com/', 'not_allowed'],
    ['http://localhost/', 'not_allowed'],
    ['https://shop.example.com:8443/', 'not_allowed'],
    ['https://shop.example.com:22/', 'not_allowed'],
    ['https://user:secret@shop.example.com/', 'not_allowed'],
    ['https://shop.example.com@127.0.0.1/', 'not_allowed'],
    ['file:///etc/passwd', 'not_allowed'],
    ['gopher://shop.example.com/', 'not_allowed'],
    ['ftp://shop.example.com/', 'not_allowed'],
    ['data:text/html,x', 'not_allowed'],
    ['dict://127.0.0.1:11211/', 'not_allowed'],
    ['//shop.example.com', 'malformed'],
    ['https://[fe80::1%25eth0]/', 'malformed'],
    ['https://999.1.1.1/', 'malformed'],
    ['https://', 'malformed'],
    [`https://shop.example.com/${'a'.repeat(9000)}`, 'malformed'],
    ['https://localhost/', 'unresolved'],
    ['https://nobody.example.com/', 'unresolved'],
  ])('given %s, then it is refused as %s, and nothing is connected to', async (url, reason) => {
    expect(await reasonOf(url)).toBe(reason);
    expect(net.dialled).toEqual([]);
  });

  test('given a name with one public and one private address, then neither is connected to', async () => {
    net.names.set('mixed.example.com', ['93.184.216.34', '10.0.0.7']);
    net.names.set('mixed6.example.com', ['93.184.216.34', '::ffff:10.0.0.7']);
    expect(await reasonOf('https://mixed.example.com/')).toBe('not_public');
    expect(await reasonOf('https://mixed6.example.com/')).toBe('not_public');
    expect(net.dialled).toEqual([]);
  });

  test('given a name that is rebound after it was checked, then the connection goes where the check looked', async () => {
    net.names.set('rebind.example.com', [['93.184.216.34'], ['127.0.0.1']]);
    net.pages.set('rebind.example.com/', answer());
    expect(await reasonOf('https://rebind.example.com/')).toBe('answered 200');
    expect(net.dialled).toEqual(['93.184.216.34:443']);
    expect(await reasonOf('https://rebind.example.com/')).toBe('not_public');
    expect(net.dialled).toHaveLength(1);
  });

  test('given a trailing dot, then it is the same name', async () => {
    net.names.set('dot.example.com', ['127.0.0.1']);
    expect(await reasonOf('https://dot.example.com./')).toBe('not_public');
  });

  test.each([
    ['https://169.254.169.254/latest/meta-data/iam/', 'not_public'],
    ['http://169.254.169.254/latest/meta-data/iam/', 'not_allowed'],
    ['//[::ffff:169.254.169.254]/', 'not_public'],
    ['https://shop.example.com:9200/', 'not_allowed'],
    ['file:///etc/passwd', 'not_allowed'],
    ['https://[', 'malformed'],
  ])('given a redirect to %s, then it is refused as %s and not followed', async (location, reason) => {
    net.pages.set('shop.example.com/go', redirectTo(location));
    const got = await fetchPage('https://shop.example.com/go');
    expect(got).toMatchObject({ ok: false, reason });
    expect(net.dialled).toEqual(['93.184.216.34:443']);
  });

  test('given five redirects, then they are followed, each checked anew; the sixth is not', async () => {
    for (let step = 0; step < 6; step += 1)
      net.pages.set(`shop.example.com/${step}`, redirectTo(`/${step + 1}`, [301, 302, 303, 307, 308, 302][step]));
    net.pages.set('shop.example.com/6', answer());
    const five = await fetchPage('https://shop.example.com/1');
    expect(five).toMatchObject({ ok: true, status: 200, url: 'https://shop.example.com/6' });
    expect(five.hops).toHaveLength(6);
    expect(await fetchPage('https://shop.example.com/0')).toMatchObject({ ok: false, reason: 'too_many_redirects' });
  });

  test('given no redirects wanted, or a POST, then a redirect is the answer', async () => {
    net.pages.set('shop.example.com/go', redirectTo('/lp'));
    const url = 'https://shop.example.com/go';
    expect(await net.fetch({ url })).toMatchObject({ ok: true, status: 302 });
    expect(await net.fetch({ url, method: 'POST', body: '{}', mostRedirects: 5 })).toMatchObject({ status: 302 });
    expect(net.requests).toEqual(['shop.example.com/go', 'shop.example.com/go']);
  });

  test('given a certificate that has expired, or is for another name, then it is a TLS failure', async () => {
    net.names.set('old.example.com', ['93.184.216.34']);
    net.expired.add('old.example.com');
    net.names.set('shop.example.net', ['93.184.216.34']);
    expect(await fetchPage('https://old.example.com/')).toMatchObject({
      reason: 'tls',
      detail: expect.stringMatching(/expired/),
    });
    expect(await fetchPage('https://shop.example.net/')).toMatchObject({
      reason: 'tls',
      detail: expect.stringMatching(/another name/),
    });
    expect(net.requests).toEqual([]);
  });

  test('given an endless body, then no more than a little of it is read', async () => {
    let sent = 0;
    net.pages.set('shop.example.com/endless', (_, response) => {
      response.writeHead(200);
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(16_384))) sent += 16_384;
        if (!response.destroyed) response.once('drain', more);
      };
      more();
    });
    expect(await reasonOf('https://shop.example.com/endless')).toBe('answered 200');
    // What the kernel's buffers took beside it.
    expect(sent).toBeLessThan(16 * 1024 * 1024);
  });

  test('given a server that never answers, then the hop ends after its time', { timeout: 20_000 }, async () => {
    net.pages.set('shop.example.com/silent', () => undefined);
    net.pages.set('shop.example.com/drips', (_, response) => {
      response.writeHead(200);
      const timer = setInterval(() => response.write('.'), 500);
      response.on('close', () => clearInterval(timer));
    });
    const startedAt = performance.now();
    const reasons = await Promise.all(['silent', 'drips'].map((path) => reasonOf(`https://shop.example.com/${path}`)));
    expect(reasons).toEqual(['timeout', 'timeout']);
    expect(performance.now() - startedAt).toBeLessThan(7_000);
  });

  test('given refused connections or no HTTP, then the failure says so in our own words', async () => {
    net.names.set('dead.example.com', ['93.184.216.99']);
    net.dead.add('93.184.216.99');
    expect(await fetchPage('https://dead.example.com/')).toMatchObject({ reason: 'unreachable' });
    net.pages.set('shop.example.com/garbage', (request) => void request.socket.end('secret words\r\n\r\n'));
    const got = await fetchPage('https://shop.example.com/garbage');
    expect(got).toMatchObject({ ok: false, reason: 'malformed' });
    expect(JSON.stringify(got)).not.toContain('secret');
  });
});

describe('guarded fetch in development', () => {
  const resolve = vi.fn(async () => ['127.0.0.1']);
  const fetchLocal = createGuardedFetch({ allowLoopback: true, resolve, dial: dialAddresses });

  test('given http on this machine, then it is asked there; other addresses are refused as ever', async () => {
    const server = createServer((_, response) => void response.end('hello')).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    expect(await fetchLocal({ url: `http://localhost:${port}/` })).toMatchObject({ ok: true, status: 200 });
    expect(await fetchLocal({ url: `http://127.0.0.1:${port}/` })).toMatchObject({ ok: true, status: 200 });
    expect(resolve).not.toHaveBeenCalled();
    expect(await fetchLocal({ url: 'http://10.0.0.1/' })).toMatchObject({ reason: 'not_allowed' });
    expect(await fetchLocal({ url: 'https://10.0.0.1/' })).toMatchObject({ reason: 'not_public' });
    expect(await fetchLocal({ url: 'https://printer.example.com/' })).toMatchObject({ reason: 'not_public' });
    server.close();
  });
});
