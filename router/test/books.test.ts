import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EdgeBooks } from '@alyson/schema';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createCounters } from '../src/counters.ts';
import type { Delivery } from '../src/delivery/deliver-clicks.ts';
import { deliverEach } from '../src/delivery/deliver-each.ts';
import { createDirectClickSink } from '../src/io/click-sink.direct.ts';
import { createSpool } from '../src/io/click-sink.spool.ts';
import { openBooks } from '../src/io/spool/books.spool.ts';
import { aClick } from './sample-click.ts';
import { temporaryFolder } from './temporary-folder.ts';

const PLENTY = 1e9;
const NEVER = new Promise<never>(() => {});
const UNREACHABLE: Delivery = { kind: 'unreachable', detail: '' };

type Weather = 'well' | 'away' | 'lost_answer' | 'hangs';

/** The same clicks each time, as by a schema. */
const isRejected = (click: string) => /"utm-\d*7-/.test(click);

/** Stores each click once, as the control plane does; the weather says what the router sees of it. */
function createControlPlane() {
  const stored = new Set<string>();
  const control = {
    stored,
    weather: 'well' as Weather,
    onHung: () => {},
    async deliver(clicks: readonly string[]): Promise<Delivery> {
      const { weather } = control;
      if (weather === 'away') return UNREACHABLE;
      const rejected = [...clicks.entries()]
        .filter(([, click]) => isRejected(click))
        .map(([index]) => ({ index, detail: '' }));
      for (const click of clicks) if (!isRejected(click)) stored.add(click);
      if (weather === 'lost_answer') return UNREACHABLE;
      if (weather === 'hangs') {
        control.onHung();
        return NEVER;
      }
      return { kind: 'delivered', rejected };
    },
  };
  return control;
}
type Control = ReturnType<typeof createControlPlane>;

/** One process. Killed, it does nothing any more, whatever it waited for. */
function startProcess(folder: string, control: Control, room: { bytes: number }) {
  let at = 0;
  const now = () => {
    at += 1_000; // no back-off holds for long
    return at;
  };
  const log = () => {};
  const killed = Promise.withResolvers<void>();
  let isDead = false;
  const deliver = async (clicks: readonly string[]): Promise<Delivery> => {
    const delivery = isDead ? NEVER : await control.deliver(clicks);
    return isDead ? NEVER : delivery;
  };
  const counters = createCounters();
  const books = openBooks({ folder, now, log });
  const direct = createDirectClickSink({ deliver, now, counters, books });
  const spool = createSpool({
    folder,
    books,
    get mostBytes() {
      return room.bytes;
    },
    segmentBytes: 3_000,
    otherwise: direct,
    now,
    counters,
    log,
  });
  return {
    spool,
    direct,
    deliver,
    killed: killed.promise,
    kill() {
      isDead = true;
      killed.resolve();
    },
  };
}
type Process = ReturnType<typeof startProcess>;

/** Delivers a batch as the shipper does. */
async function ship({ spool, deliver }: Process): Promise<void> {
  await spool.close();
  const batch = await spool.waiting.next(5);
  if (!batch) return;
  const { fates } = await deliverEach(batch.clicks, deliver);
  if (fates.some(({ kind }) => kind === 'later')) return;
  await batch.forget(fates.filter(({ kind }) => kind === 'rejected').length);
}

const endsOf = ({ delivered, onDisk, inMemory, setAside, lost, unknown }: Omit<EdgeBooks, 'edge'>) =>
  delivered + onDisk + inMemory + setAside + lost + unknown;

const anyStep = fc.oneof(
  fc.record({ do: fc.constant('record' as const), clicks: fc.integer({ min: 1, max: 12 }) }),
  fc.record({ do: fc.constant('ship' as const) }),
  fc.record({ do: fc.constant('retry' as const) }),
  fc.record({ do: fc.constant('kill' as const) }),
  fc.record({ do: fc.constant('room' as const), bytes: fc.constantFrom(0, 4_000, PLENTY) }),
  fc.record({
    do: fc.constant('weather' as const),
    weather: fc.constantFrom<Weather>('well', 'away', 'lost_answer', 'hangs'),
  }),
);

describe('the books of a spool', () => {
  test('R23: given any order of clicks, deliveries, faults, full disks and kill -9, then answered is the sum of what became of them, and the control plane agrees', async () => {
    const root = temporaryFolder();
    await fc.assert(
      fc.asyncProperty(fc.array(anyStep, { minLength: 10, maxLength: 60 }), async (steps) => {
        const folder = mkdtempSync(join(root, 'books-'));
        const control = createControlPlane();
        const room = { bytes: PLENTY };
        let process = startProcess(folder, control, room);
        let answered = 0;
        const check = () => {
          const books = process.spool.books();
          expect(books.answered).toBe(answered);
          expect(endsOf(books)).toBe(books.answered);
          expect(control.stored.size).toBeGreaterThanOrEqual(books.delivered);
          expect(control.stored.size).toBeLessThanOrEqual(books.delivered + books.unconfirmed + books.unknown);
          return books;
        };
        const record = (clicks: number) =>
          Promise.all(
            Array.from({ length: clicks }, () => {
              answered += 1;
              return new Promise<void>((kept) => process.spool.record(JSON.stringify(aClick(answered)), kept));
            }),
          );
        const kill = () => {
          process.kill();
          process = startProcess(folder, control, room);
        };
        for (const step of steps) {
          if (step.do === 'record') await record(step.clicks);
          else if (step.do === 'room') room.bytes = step.bytes;
          else if (step.do === 'weather') control.weather = step.weather;
          else if (step.do === 'kill') kill();
          else {
            const { killed } = process;
            control.onHung = kill; // nobody waits for ever
            const work = step.do === 'ship' ? ship(process) : process.direct.retry();
            await Promise.race([work, killed]);
            control.onHung = () => {};
          }
          check();
        }
        control.weather = 'well';
        while (process.spool.books().onDisk > 0) await ship(process);
        while (process.direct.waiting() > 0) await process.direct.retry();
        const { onDisk, inMemory, unconfirmed } = check();
        expect({ onDisk, inMemory, unconfirmed }).toEqual({ onDisk: 0, inMemory: 0, unconfirmed: 0 });
      }),
      { numRuns: 150 },
    );
  }, 60_000);

  test.each([0, 1])(
    'R23: given the newer of its two places torn (%i), then the one before counts, and nothing is delivered that was not',
    async (place) => {
      const folder = temporaryFolder();
      const control = createControlPlane();
      const first = startProcess(folder, control, { bytes: PLENTY });
      for (let i = 0; i < 4 + place; i += 1) {
        await new Promise<void>((kept) => first.spool.record(JSON.stringify(aClick(i)), kept));
        await ship(first);
      }
      const before = first.spool.books();
      const bytes = readFileSync(join(folder, 'books'));
      const slots = [0, 1].map((slot) => Number(/"revision":(\d+)/.exec(bytes.toString('utf8', slot * 1024))?.[1]));
      const newer = (slots[0] ?? 0) > (slots[1] ?? 0) ? 0 : 1;
      writeFileSync(join(folder, 'books'), bytes.fill(' ', newer * 1024 + 100, newer * 1024 + 300));
      const next = startProcess(folder, control, { bytes: PLENTY });
      expect(next.spool.books()).toMatchObject({ ledgerId: before.ledgerId, answered: before.answered });
      while (next.spool.books().onDisk > 0) await ship(next);
      expect(next.spool.books().delivered).toBe(before.answered);
    },
  );

  test('R23: given books that are lost, then new ones begin with what is on disk, and say that it may be stored already', async () => {
    const folder = temporaryFolder();
    const control = createControlPlane();
    const first = startProcess(folder, control, { bytes: PLENTY });
    for (let i = 0; i < 4; i += 1)
      await new Promise<void>((kept) => first.spool.record(JSON.stringify(aClick(i)), kept));
    await first.spool.close();
    writeFileSync(join(folder, 'books'), '');
    const { spool } = startProcess(folder, control, { bytes: PLENTY });
    expect(spool.books()).toMatchObject({ answered: 4, onDisk: 4, adopted: 4 });
    expect(spool.books().ledgerId).not.toBe(first.spool.books().ledgerId);
  });
});
