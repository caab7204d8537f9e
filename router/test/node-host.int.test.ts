import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { startFakeControlPlane } from './fake-control-plane.ts';
import { EDGE_TOKEN, freePort, spawnRouter, startRouter } from './router-process.ts';
import { aBundle, aRelease } from './sample-bundle.ts';
import { temporaryFolder } from './temporary-folder.ts';

const SOON = { timeout: 10_000, interval: 20 };

async function readState(url: string): Promise<unknown> {
  const response = await fetch(`${url}/edge/state`, { headers: { authorization: `Bearer ${EDGE_TOKEN}` } });
  return response.json();
}

describe('the router on Node', () => {
  test('R19, R21: given a push, then it routes at once, says so, and refuses the push a second time', async () => {
    const router = await startRouter();
    expect((await router.follow('/r/a?utm_content=k')).headers.get('location')).toBe('/link-not-active');
    expect((await router.push(4)).status).toBe(200);
    expect((await router.follow('/r/a?utm_content=k')).headers.get('location')).toMatch(
      /^https:\/\/lp\.example\.com\//,
    );
    const again = await router.push(4);
    expect(again.status).toBe(409);
    expect(await again.json()).toEqual(await readState(router.url));
    expect(await readState(router.url)).toMatchObject({
      edge: 'local',
      shards: [{ shard: 0, sequence: 4 }],
      releases: { exp_a: 1 },
    });
  });

  test('R21: given a push larger than 8 MiB, or one that is no bundle, then it is refused and nothing changes', async () => {
    const router = await startRouter();
    const huge = await fetch(`${router.url}/edge/bundles/0`, { method: 'PUT', body: 'x'.repeat(8 * 1024 * 1024 + 1) });
    expect([huge.status, await huge.json()]).toEqual([413, { reason: 'too_large' }]);
    const odd = await fetch(`${router.url}/edge/bundles/0`, { method: 'PUT', body: '{' });
    expect([odd.status, await odd.json()]).toEqual([422, { reason: 'unparseable' }]);
  });

  test('R20: given a restart with every other process dead, then it routes by the bundles on disk', async () => {
    const first = await startRouter();
    await first.push(4);
    await first.end('SIGKILL');
    const second = await startRouter({ dataDir: first.dataDir, signer: first.signer });
    expect((await second.follow('/r/a?utm_content=k')).headers.get('location')).toMatch(
      /^https:\/\/lp\.example\.com\//,
    );
    expect((await second.push(3)).status).toBe(409);
  });

  test('R21: given a bundle on disk that somebody changed, then it is not believed', async () => {
    const first = await startRouter();
    await first.push(4);
    await first.end('SIGTERM');
    const file = join(first.dataDir, 'router', 'bundles', '0.json');
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll('lp.example.com', 'evil.example'));
    const second = await startRouter({ dataDir: first.dataDir, signer: first.signer });
    expect((await second.follow('/r/a?utm_content=k')).headers.get('location')).toBe('/link-not-active');
    expect((await second.health()).counters['bundlesRefused']).toMatchObject({ bad_signature: 1 });
  });

  test('R20: given a push that was missed, then the router fetches the bundle itself', async () => {
    const control = await startFakeControlPlane();
    const router = await startRouter({ apiUrl: control.url });
    const bundle = aBundle({ sequence: 7, releases: [aRelease({ number: 3 })] });
    control.bundles.set(0, { ...router.signer.sign(bundle), sequence: 7 });
    await vi.waitFor(async () => expect(await readState(router.url)).toMatchObject({ releases: { exp_a: 3 } }), SOON);
  });

  test('R23: given SIGTERM, then clicks are delivered, the folder is left in order, and it ends with 0', async () => {
    const control = await startFakeControlPlane();
    const router = await startRouter({ apiUrl: control.url });
    await router.push(1);
    const pidFile = join(router.dataDir, 'router', 'router.pid');
    expect(readFileSync(pidFile, 'utf8')).toBe(String(router.child.pid));
    await Promise.all(Array.from({ length: 50 }, (_, i) => router.follow(`/r/a?utm_content=k${i}`)));
    expect(await router.end('SIGTERM')).toBe(0);
    expect(control.stored.size).toBe(50);
    expect(existsSync(pidFile)).toBe(false);
  });

  test('given SIGTERM and a control plane that hangs, then it ends within seconds all the same', async () => {
    const control = await startFakeControlPlane();
    control.treat = () => 'hang';
    const router = await startRouter({ apiUrl: control.url });
    await router.push(1);
    await router.follow('/r/a?utm_content=k');
    const startedAt = performance.now();
    expect(await router.end('SIGTERM')).toBe(0);
    expect(performance.now() - startedAt).toBeLessThan(6_000);
  });

  test('given a router that outlived its start, then the next one takes its place', async () => {
    const port = await freePort();
    const first = await startRouter({ port });
    const second = await startRouter({ port, dataDir: first.dataDir, signer: first.signer });
    await vi.waitFor(() => expect(first.child.exitCode).toBe(0), SOON);
    expect((await second.health()).pid).toBe(second.child.pid);
  });

  test('given a pid file with the number of some other process, then that one is left alone', async () => {
    const dataDir = temporaryFolder();
    const router = await startRouter({ dataDir });
    await router.end('SIGKILL');
    const stranger = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    onTestFinished(() => void stranger.kill('SIGKILL'));
    writeFileSync(join(dataDir, 'router', 'router.pid'), String(stranger.pid));
    await startRouter({ dataDir });
    expect(stranger.exitCode).toBeNull();
    expect(stranger.signalCode).toBeNull();
  });

  test('given a parent that dies with the log it read, then the router goes on', async () => {
    const router = await startRouter();
    await router.push(2);
    router.child.stdout.destroy();
    router.child.stderr.destroy();
    router.child.kill('SIGHUP');
    for (let i = 0; i < 20; i += 1) expect((await router.push(1)).status).toBe(409); // each is a line in the log
    expect((await router.follow('/r/a?utm_content=k')).status).toBe(302);
  });
});

describe('a start that cannot be', () => {
  const good = {
    ALYSON_EDGE_TOKEN: EDGE_TOKEN,
    ALYSON_RELEASE_PUBLIC_KEYS: JSON.stringify({ k: Buffer.alloc(32).toString('base64') }),
    ALYSON_CLICK_KEYS: JSON.stringify({ 0: Buffer.alloc(16).toString('base64') }),
  };

  async function lastWords(variables: Record<string, string>): Promise<string> {
    const router = spawnRouter({ ALYSON_DATA_DIR: temporaryFolder(), ...good, ...variables });
    expect(await once(router.child, 'close')).toEqual([1, null]);
    return router.said();
  }

  test.each([
    { variable: 'ALYSON_EDGE_TOKEN', value: '', says: 'is missing' },
    { variable: 'ALYSON_ROUTER_PORT', value: '99999', says: 'must be a whole number from 0 to 65535' },
    { variable: 'ALYSON_ROUTER_PORT', value: 'http', says: 'must be a whole number' },
    { variable: 'ALYSON_CLICK_KEYS', value: '{"62": "AAAAAAAAAAAAAAAAAAAAAA=="}', says: 'must be JSON such as' },
    { variable: 'ALYSON_CLICK_KEYS', value: '{"0": "AAAA"}', says: 'must be JSON such as' },
    { variable: 'ALYSON_RELEASE_PUBLIC_KEYS', value: 'k', says: 'must be JSON such as' },
    { variable: 'ALYSON_API_URL', value: 'localhost:8788', says: 'must be an address' },
    { variable: 'ALYSON_FALLBACK_URL', value: 'javascript:x', says: 'must be an address' },
  ])('given $variable=$value, then one line names it: $says', async ({ variable, value, says }) => {
    const said = await lastWords({ [variable]: value });
    expect(said.trim().split('\n')).toHaveLength(1);
    expect(said).toMatch(new RegExp(`^alyson: ${variable} .*${says}`));
  });

  test('S16: given a client that never ends its request, then it is cut off within 20 s', async () => {
    const router = await startRouter();
    const slow = connect(router.port, '127.0.0.1', () => slow.write('GET /r/a HTTP/1.1\r\nHost: go.example\r\nX: '));
    const [answer] = await once(slow, 'data', { signal: AbortSignal.timeout(20_000) });
    expect(String(answer)).toMatch(/^HTTP\/1\.1 408 /);
    slow.destroy();
  }, 25_000);

  test('S16: given a body that is broken or never ends, then whoever sends it is cut off', async () => {
    const router = await startRouter();
    const put = (rest: string) => `PUT /edge/bundles/0 HTTP/1.1\r\nHost: go.example\r\n${rest}`;
    const cut = ['Transfer-Encoding: chunked\r\n\r\nno length\r\n', 'Content-Length: 9\r\n\r\n{'].map(async (rest) => {
      const slow = connect(router.port, '127.0.0.1', () => slow.write(put(rest)));
      slow.resume();
      await once(slow, 'close', { signal: AbortSignal.timeout(20_000) });
    });
    await Promise.all(cut);
  }, 25_000);

  test('given a port that is taken, then one line says so', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const said = await lastWords({ ALYSON_ROUTER_PORT: String(port) });
    expect(said.trim()).toBe(
      `alyson: Port ${port} is in use: stop what listens there, or set ALYSON_ROUTER_PORT to another.`,
    );
  });
});
