import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { createCounters } from '../src/counters.ts';
import { createDeliverClicks, type Delivery } from '../src/delivery/deliver-clicks.ts';
import { startShipping } from '../src/delivery/ship-clicks.ts';
import { createDirectClickSink } from '../src/io/click-sink.direct.ts';
import { createSpool } from '../src/io/click-sink.spool.ts';
import type { ClickSink } from '../src/io/click-sink.ts';
import { openBooks } from '../src/io/spool/books.spool.ts';
import { startFakeControlPlane, type Treatment } from './fake-control-plane.ts';
import { aClick } from './sample-click.ts';
import { temporaryFolder } from './temporary-folder.ts';

const SOON = { timeout: 15_000, interval: 20 };

const keep = (sink: ClickSink, number: number) =>
  new Promise<void>((kept) => sink.record(JSON.stringify(aClick(number)), kept));

async function startParts() {
  const control = await startFakeControlPlane();
  const counters = createCounters();
  const folder = temporaryFolder();
  const log = () => {};
  const deliver = createDeliverClicks({ apiUrl: control.url, edgeToken: 'token', fetch, timeoutMs: 300 });
  const books = openBooks({ folder, now: Date.now, log });
  const direct = createDirectClickSink({ deliver, now: Date.now, counters, books });
  const spool = createSpool({ folder, books, mostBytes: 1e9, otherwise: direct, now: Date.now, counters, log });
  const startToShip = () => {
    const shipping = startShipping({ waiting: spool.waiting, deliver, counters, log, now: Date.now });
    onTestFinished(() => shipping.stop(0));
    return shipping;
  };
  const record = (from: number, to: number) =>
    Promise.all(Array.from({ length: to - from }, (_, i) => keep(spool, from + i)));
  return { control, counters, folder, spool, direct, startToShip, record };
}

describe('shipping', () => {
  test('R23: given clicks, then the control plane has them within a fraction of a second, byte for byte', async () => {
    const { control, counters, startToShip, record } = await startParts();
    startToShip();
    await record(0, 3);
    await vi.waitFor(() => expect(control.clicks).toEqual([0, 1, 2].map((number) => aClick(number))), {
      timeout: 1_000,
    });
    await vi.waitFor(() => expect(counters).toMatchObject({ recorded: 3, delivered: 3, lost: 0 }));
  });

  test('R23: given a control plane that fails, hangs, loses answers and talks nonsense, then each click is stored, and confirmed once', async () => {
    const { control, counters, startToShip, record } = await startParts();
    const script: Treatment[] = ['fail', 'garbage', 'lost_answer', 'store', 'unauthorized', 'hang', 'lost_answer'];
    control.treat = () => script.shift() ?? 'store';
    await record(0, 1_200);
    startToShip();
    await vi.waitFor(() => expect(counters.delivered).toBe(1_200), SOON);
    expect(control.stored.size).toBe(1_200);
    expect(Math.max(...control.stored.values())).toBeGreaterThan(1);
    expect(counters).toMatchObject({ lost: 0, setAside: 0 });
  });

  test('R23: given clicks that the control plane will never take, then they are set aside with its words and hold up nobody', async () => {
    const { control, counters, folder, startToShip, record } = await startParts();
    control.rejects = new Set([aClick(3).id]);
    await record(0, 10);
    startToShip();
    await vi.waitFor(() => expect(counters).toMatchObject({ delivered: 9, setAside: 1 }), SOON);
    const aside = JSON.parse(readFileSync(join(folder, 'set-aside.ndjson'), 'utf8'));
    expect(aside).toEqual({ reason: 'not this one', click: aClick(3) });
  });

  test('R23: given a delivery refused whole because of one click, then that one is found, and the others arrive', async () => {
    const { control, counters, startToShip, record } = await startParts();
    control.treat = (clicks) => (JSON.stringify(clicks).includes(aClick(37).id) ? 'refuse' : 'store');
    await record(0, 100);
    startToShip();
    await vi.waitFor(() => expect(counters).toMatchObject({ delivered: 99, setAside: 1 }), SOON);
    expect(control.stored.has(aClick(37).id)).toBe(false);
  });

  test('R23, S6: given a click over which the control plane fails each time, then it is set aside after 5 tries, and the others arrive', async () => {
    const { control, counters, folder, startToShip, record } = await startParts();
    const poison = aClick(37).id;
    let tries = 0;
    control.treat = (clicks) => {
      if (!JSON.stringify(clicks).includes(poison)) return 'store';
      if (clicks.length === 1) tries += 1;
      return 'break';
    };
    await record(0, 100);
    startToShip();
    await vi.waitFor(() => expect(counters).toMatchObject({ delivered: 99, setAside: 1 }), SOON);
    expect(tries).toBe(5);
    expect(JSON.parse(readFileSync(join(folder, 'set-aside.ndjson'), 'utf8'))).toMatchObject({ reason: 'status 500' });
  });

  test('R23, S6: given such a click all alone, then it waits until others show that the control plane is well, and holds up none of them', async () => {
    const { control, counters, startToShip, record } = await startParts();
    control.treat = (clicks) => (JSON.stringify(clicks).includes(aClick(0).id) ? 'break' : 'store');
    await record(0, 1);
    startToShip();
    await vi.waitFor(() => expect(control.deliveries).toBeGreaterThan(5), SOON);
    expect(counters.setAside).toBe(0);
    await record(1, 4);
    await vi.waitFor(() => expect(counters).toMatchObject({ delivered: 3, setAside: 1 }), SOON);
  }, 30_000);

  test('R23: given a control plane that fails over everything, then nothing is set aside, and all arrive when it is well', async () => {
    const { control, counters, startToShip, record } = await startParts();
    control.treat = () => 'break';
    await record(0, 600);
    startToShip();
    await vi.waitFor(() => expect(control.deliveries).toBeGreaterThan(40), SOON);
    control.treat = () => 'store';
    await vi.waitFor(() => expect(counters).toMatchObject({ delivered: 600, setAside: 0 }), SOON);
  }, 20_000);

  test('R23: given an order to stop, then what waits is delivered first, and a dead control plane does not hold it up', async () => {
    const { control, counters, spool, startToShip, record } = await startParts();
    await record(0, 2_000);
    await spool.close();
    await startToShip().stop(5_000);
    expect(counters.delivered).toBe(2_000);
    await record(2_000, 2_010);
    await spool.close();
    control.treat = () => 'fail';
    const startedAt = performance.now();
    await startToShip().stop(400);
    expect(performance.now() - startedAt).toBeLessThan(1_500);
  });
});

describe('the direct sink', () => {
  test('R25: given a control plane that is away, then clicks wait in memory and are delivered when it is back', async () => {
    const { control, counters, direct } = await startParts();
    control.treat = () => 'fail';
    await Promise.all([keep(direct, 1), keep(direct, 2)]);
    expect(direct.waiting()).toBe(2);
    control.treat = () => 'store';
    await vi.waitFor(async () => {
      await direct.retry();
      expect(direct.waiting()).toBe(0);
    });
    expect(counters).toMatchObject({ delivered: 2, lost: 0 });
  });

  test('R25: given a control plane that is away, then not every click asks for it', async () => {
    const { control, direct } = await startParts();
    control.treat = () => 'fail';
    for (let i = 0; i < 200; i += 1) await keep(direct, i);
    expect(control.deliveries).toBeLessThan(20);
  });

  test('R25: given a delivery that comes back after another has taken its place, then its clicks count once', async () => {
    const answers: ((delivery: Delivery) => void)[] = [];
    const deliver = () => new Promise<Delivery>((resolve) => answers.push(resolve));
    let at = 0;
    const counters = createCounters();
    const direct = createDirectClickSink({ deliver, now: () => at, counters });
    const kept = keep(direct, 1);
    at += 31_000;
    const again = direct.retry();
    for (const answer of answers) answer({ kind: 'delivered', rejected: [] });
    await Promise.all([kept, again]);
    expect(answers).toHaveLength(2);
    expect(counters).toMatchObject({ delivered: 1, lost: 0 });
  });

  test('R25: given more clicks than it may hold, then the rest is counted as lost', async () => {
    const { control, counters, direct } = await startParts();
    control.treat = () => 'fail';
    await Promise.all(Array.from({ length: 10_005 }, (_, i) => keep(direct, i)));
    expect(direct.waiting()).toBe(10_000);
    expect(counters.lost).toBe(5);
  });

  test('R25: given a click that is rejected, then it counts as lost: nothing here could keep it', async () => {
    const { control, counters, direct } = await startParts();
    control.rejects = new Set([aClick(1).id]);
    await Promise.all([keep(direct, 1), keep(direct, 2)]);
    expect(counters).toMatchObject({ delivered: 1, lost: 1 });
  });
});
