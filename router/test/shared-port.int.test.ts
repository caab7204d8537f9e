import { get } from 'node:http';
import { describe, expect, test, vi } from 'vitest';
import { freePort, startRouter } from './router-process.ts';

const CLICKS = 200;

describe('several routers that share a port', () => {
  test('given two, each told of a release, then both answer, each click is counted once, and one goes without a loss', async () => {
    const port = await freePort();
    const variables = { ALYSON_ROUTER_SHARED_PORT: String(port) };
    const routers = [await startRouter({ variables }), await startRouter({ variables })] as const;
    for (const router of routers) expect((await router.push(1)).status).toBe(200);

    const statuses = await Promise.all(Array.from({ length: CLICKS }, (_, i) => follow(port, i)));
    expect(new Set(statuses)).toEqual(new Set([302]));
    const answered = await Promise.all(routers.map(async ({ health }) => (await health()).counters['answered'] ?? 0));
    expect(Math.min(...answered)).toBeGreaterThan(0);
    expect(answered.reduce((sum, count) => sum + count)).toBe(CLICKS);

    await routers[0].end('SIGTERM');
    for (let i = 0; i < 20; i += 1) expect(await follow(port, i)).toBe(302);
    await vi.waitFor(async () =>
      expect((await routers[1].health()).counters['answered']).toBe((answered[1] ?? 0) + 20),
    );
  });
});

/** On a connection of its own: which router has it is the kernel's choice. */
const follow = (port: number, click: number): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const target = { port, path: `/r/a?utm_content=k${click}`, agent: false };
    get(target, (answer) => resolve(answer.resume().statusCode)).on('error', reject);
  });
