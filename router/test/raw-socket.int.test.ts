import { connect } from 'node:net';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import type { AtEnd } from '../../faults/scope.ts';
import { type FakeControlPlane, startFakeControlPlane } from './fake-control-plane.ts';
import { EVERY_ATTACK } from './fuzz/every-attack.ts';
import { signFuzzBundle } from './fuzz/landing-pages.ts';
import { predictAnswer } from './fuzz/predict-answer.ts';
import { aRequest, wireText } from './fuzz/raw-request.ts';
import { verdictOf } from './fuzz/refusals.ts';
import { runAttacks } from './fuzz/run-attacks.ts';
import { startRouter } from './router-process.ts';
import { createSigner } from './signed-bundle.ts';
import { startWorkerd } from './workerd-process.ts';

/** Cleans up when the tests of a `describe` are over. */
function atEndOfAll(): { atEnd: AtEnd; cleanUp: () => Promise<void> } {
  const cleanUps: (() => Promise<void>)[] = [];
  return {
    atEnd: (cleanUp) => cleanUps.unshift(cleanUp),
    cleanUp: async () => {
      for (const cleanUp of cleanUps) await cleanUp();
    },
  };
}

/** One connection on which bytes come one read after the other; resolves with all that came back, when it is closed. */
function drip(port: number, pieces: readonly string[], isEnded = false): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    let received = '';
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1');
    });
    socket.on('error', () => {}); // `close` follows
    socket.on('close', () => resolve(received));
    socket.on('connect', async () => {
      for (const piece of pieces) {
        socket.write(Buffer.from(piece, 'latin1'));
        await new Promise((next) => setTimeout(next, 2)); // so that each is a read of its own
      }
      if (isEnded) socket.end();
    });
  });
}

const closing = (target: string) =>
  wireText(aRequest('', target, { headers: ['Host: go.example', 'Connection: close'] }));

describe('S19: given hostile bytes on a socket, the router on Node', () => {
  const { atEnd, cleanUp } = atEndOfAll();
  let control: FakeControlPlane;
  let router: Awaited<ReturnType<typeof startRouter>>;

  beforeAll(async () => {
    const signer = createSigner();
    control = await startFakeControlPlane(0, atEnd);
    router = await startRouter({ atEnd, signer, apiUrl: control.url });
    const body = JSON.stringify(signFuzzBundle(signer));
    expect((await fetch(`${router.url}/edge/bundles/0`, { method: 'PUT', body })).status).toBe(200);
    return cleanUp;
  });

  test('R11–R18: answers each as design asks, never with a 5xx, and goes on; R23: every click is kept under its very key', async () => {
    const host = { port: router.port, cutsFragment: false, verdictOn: verdictOf('node') };
    const { failures } = await runAttacks(host, EVERY_ATTACK);
    expect(failures.slice(0, 20)).toEqual([]);
    expect(router.child.exitCode).toBeNull();
    const { counters } = await router.health();
    expect(counters).toMatchObject({ faults: 0, lost: 0, recorded: counters['answered'] });

    await vi.waitFor(() => expect(control.clicks.length).toBe(counters['answered']), {
      timeout: 30_000,
      interval: 100,
    });
    const kept = countOf(
      control.clicks
        .filter(({ linkId, keySource }) => linkId && keySource !== 'minted')
        .map(({ utmContent }) => utmContent),
    );
    const sent = EVERY_ATTACK.filter((request) => request.method === 'GET' && host.verdictOn(request) === null)
      .map((request) => predictAnswer(request, host))
      .flatMap((predicted) => (predicted.kind === 'lands' && predicted.key !== null ? [predicted.key] : []))
      .filter((key) => key.length <= LONGEST_KEPT_KEY);
    const missing = [...countOf(sent)].filter(([key, times]) => (kept.get(key) ?? 0) < times);
    expect(missing.slice(0, 10)).toEqual([]);
  });

  test('S16, R18: given a click that comes byte by byte, then it lands; what is illegal lands if its line comes in one read', async () => {
    expect(await drip(router.port, [...closing('/r/plain?utm_content=k')])).toContain(
      'location: https://plain.example.com?utm_content=k\r\n',
    );
    const illegal = closing('/r/plain?utm_content=\xe9');
    const cut = illegal.indexOf('\r\n') + 5;
    expect(await drip(router.port, [illegal.slice(0, cut), ...illegal.slice(cut)])).toContain(
      'location: https://plain.example.com?utm_content=%E9\r\n',
    );
    expect(await drip(router.port, [illegal.slice(0, 9), illegal.slice(9)])).toMatch(/^HTTP\/1\.1 400 /);
  });

  test.each([
    ['half a line', 'GET /r/pl'],
    ['half a head', 'GET /r/plain HTTP/1.1\r\nHost: a\r\nX'],
    ['half a head with an illegal byte', 'GET /r/plain?\xe9 HTTP/1.1\r\nHost: a\r\nX'],
    ['an illegal byte and no more', 'GET /r/plain?\xe9'],
    ['nothing', ''],
  ])('S16: given %s and an end, then the connection is closed with no more than a 400', async (_, bytes) => {
    expect(await drip(router.port, [bytes], true)).toMatch(/^(?:HTTP\/1\.1 400 [^\r\n]*\r\n(?:[^\r\n]+\r\n)*\r\n)?$/);
  });

  test('S16: given half a head with an illegal byte and silence, then it is cut off within 20 s', async () => {
    const startedAt = performance.now();
    expect(await drip(router.port, ['GET /r/plain?\xe9 HTTP/1.1\r\nHost: a\r\nX'])).toMatch(/^HTTP\/1\.1 408 /);
    expect(performance.now() - startedAt).toBeLessThan(20_000);
  }, 25_000);
});

/** A longer one is kept as its digest. */
const LONGEST_KEPT_KEY = 16_384;

function countOf(texts: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}

describe('S19: given hostile bytes on a socket, the router on workerd', () => {
  const { atEnd, cleanUp } = atEndOfAll();
  let workerd: Awaited<ReturnType<typeof startWorkerd>>;

  beforeAll(async () => {
    const signer = createSigner();
    workerd = await startWorkerd(signer, signFuzzBundle(signer), atEnd);
    return cleanUp;
  });

  test('R11–R18: answers each as design asks, but for what README says that workerd refuses, and goes on', async () => {
    const host = { port: workerd.port, cutsFragment: true, verdictOn: verdictOf('workerd') };
    const { failures } = await runAttacks(host, EVERY_ATTACK);
    expect(failures.slice(0, 20)).toEqual([]);
    expect(workerd.child.exitCode).toBeNull();
    expect((await runAttacks(host, [aRequest('after', '/r/plain?utm_content=after')])).failures).toEqual([]);
  });
});
