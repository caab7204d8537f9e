import { Agent, request } from 'node:http';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { startFakeControlPlane, type Treatment } from './fake-control-plane.ts';
import { freePort, startRouter } from './router-process.ts';
import { createSigner } from './signed-bundle.ts';
import { temporaryFolder } from './temporary-folder.ts';

const VISITORS = 16;
const ROUNDS = 6;

/** Visitors who click one link after the other until told to stop; each click has a token of its own. */
function startVisitors(port: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: VISITORS });
  onTestFinished(() => agent.destroy());
  const answered = new Set<string>();
  const sent = new Set<string>();
  let isOver = false;

  const click = (token: string) =>
    new Promise<number>((resolve) => {
      sent.add(token);
      const path = `/aff_c?offer_id=1048&aff_id=3&utm_content=${token}`;
      const get = request({ port, host: '127.0.0.1', path, agent }, (response) => {
        response.resume();
        response.on('end', () => resolve(response.statusCode ?? 0));
        response.on('error', () => resolve(0));
      });
      get.on('error', () => resolve(0));
      get.end();
    });

  const visit = async (visitor: number) => {
    for (let i = 0; !isOver; i += 1) {
      const token = `visitor-${visitor}-${i}`;
      const status = await click(token);
      if (status === 302) answered.add(token);
      else await new Promise((resolve) => setTimeout(resolve, 5)); // the router is dead for a moment
    }
  };
  const visits = Array.from({ length: VISITORS }, (_, visitor) => visit(visitor));
  return {
    answered,
    sent,
    end: async () => {
      isOver = true;
      await Promise.all(visits);
    },
  };
}

const missing = (tokens: ReadonlySet<string>, from: ReadonlySet<string>) =>
  [...tokens].filter((token) => !from.has(token));

describe('kill -9 under load', () => {
  test('R23: given a router killed again and again while the control plane fails, hangs and loses answers, then each answered click is stored once, and the books add up', async () => {
    const control = await startFakeControlPlane();
    const treatments: Treatment[] = ['store', 'store', 'store', 'lost_answer', 'fail', 'garbage', 'hang'];
    control.treat = () => treatments[control.deliveries % treatments.length] ?? 'store';
    const options = { dataDir: temporaryFolder(), port: await freePort(), signer: createSigner(), apiUrl: control.url };

    let router = await startRouter(options);
    await router.push(1);
    const visitors = startVisitors(options.port);
    for (let round = 1; round <= ROUNDS; round += 1) {
      const goal = visitors.answered.size + 400 + round * 137;
      await vi.waitFor(() => expect(visitors.answered.size).toBeGreaterThan(goal), { timeout: 20_000, interval: 3 });
      await router.end('SIGKILL');
      router = await startRouter(options);
    }
    await visitors.end();
    control.treat = () => 'store';

    const stored = () => new Set(control.clicks.map(({ utmContent }) => utmContent));
    await vi.waitFor(() => expect(missing(visitors.answered, stored())).toEqual([]), {
      timeout: 30_000,
      interval: 50,
    });
    expect(control.clicks.length).toBe(stored().size); // no token twice
    await vi.waitFor(async () => expect(await router.books()).toMatchObject({ onDisk: 0, inMemory: 0 }), {
      timeout: 30_000,
    });
    const books = await router.books();
    expect(books).toMatchObject({
      answered: control.clicks.length,
      delivered: control.clicks.length,
      lost: 0,
      unknown: 0,
    });
    expect(missing(stored(), visitors.sent)).toEqual([]); // and none that nobody sent
    expect(visitors.answered.size).toBeGreaterThan(3_000);
    expect(control.clicks.every(({ reason }) => reason === 'split')).toBe(true);
  });
});
