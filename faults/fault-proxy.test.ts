import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { createRandom } from '../scripts/lib/random.ts';
import { type Fault, startFaultProxy } from './fault-proxy.ts';

/** A proxy before a server that answers `hello` and counts. */
async function startProxied(seed = 'proxy') {
  const received: string[] = [];
  const server = createServer((request, response) => {
    received.push(request.url ?? '');
    response.end('hello');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const proxy = await startFaultProxy(port, createRandom(seed), onTestFinished);
  const get = async (signal?: AbortSignal) => {
    const answer = await fetch(`${proxy.url}/x`, { signal: signal ?? null });
    return `${answer.status} ${await answer.text()}`;
  };
  return { proxy, received, get };
}

test('given no fault, then requests and answers pass', async () => {
  const { get, received, proxy } = await startProxied();
  expect(await get()).toBe('200 hello');
  expect(received).toEqual(['/x']);
  expect(proxy.requests()).toBe(1);
});

test.each<{ fault: Fault; reaches: number }>([
  { fault: { kind: 'down' }, reaches: 0 },
  { fault: { kind: 'reset', when: 'before' }, reaches: 0 },
  { fault: { kind: 'reset', when: 'after' }, reaches: 1 },
])('given $fault, then there is no answer; given its end, then there is again', async ({ fault, reaches }) => {
  const { get, proxy, received } = await startProxied();
  await proxy.set(fault);
  await expect(get()).rejects.toThrow();
  expect(received.length).toBe(reaches);
  await proxy.set({ kind: 'none' });
  expect(await get()).toBe('200 hello');
});

test('given a black hole, then nothing comes for as long as anybody waits', async () => {
  const { get, proxy, received } = await startProxied();
  await proxy.set({ kind: 'blackhole' });
  await expect(get(AbortSignal.timeout(200))).rejects.toThrow('timeout');
  expect(received).toEqual([]);
});

test('given latency, then the answer is late', async () => {
  const { get, proxy } = await startProxied();
  await proxy.set({ kind: 'latency', ms: 150 });
  const startedAt = performance.now();
  expect(await get()).toBe('200 hello');
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(145);
});

test('given a share, then it befalls about as many, and the same ones for the same seed', async () => {
  const play = async () => {
    const { get, proxy } = await startProxied('share');
    await proxy.set({ kind: 'status', status: 500, share: 0.2 });
    const answers: string[] = [];
    for (let i = 0; i < 100; i += 1) answers.push(await get());
    return answers;
  };
  const first = await play();
  const failed = first.filter((answer) => answer === '500 ').length;
  expect(failed).toBeGreaterThan(8);
  expect(failed).toBeLessThan(35);
  expect(await play()).toEqual(first);
});

test('given flipped bits, then no answer is the right one', async () => {
  const { get, proxy } = await startProxied();
  await proxy.set({ kind: 'garble', flips: 300 });
  const answer = await get(AbortSignal.timeout(1_000)).catch(() => 'none');
  expect(answer).not.toBe('200 hello');
});
