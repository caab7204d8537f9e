import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Click } from '@alyson/schema';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createCounters } from '../src/counters.ts';
import { createSpool, type Spool, type SpoolOptions } from '../src/io/click-sink.spool.ts';
import { openBooks } from '../src/io/spool/books.spool.ts';
import { aClick } from './sample-click.ts';
import { temporaryFolder } from './temporary-folder.ts';

function openSpool(folder: string, change: Partial<SpoolOptions> = {}) {
  const counters = createCounters();
  const refused: Click[] = [];
  const otherwise = {
    record(click: string, onKept: () => void) {
      refused.push(JSON.parse(click));
      onKept();
    },
  };
  const logged: string[] = [];
  const facts: unknown[] = [];
  const now = () => 0;
  const log = (_: string, msg: string, said?: unknown) => {
    logged.push(msg);
    facts.push(said);
  };
  const books = openBooks({ folder, now, log });
  const spool = createSpool({
    folder,
    books,
    mostBytes: 1e9,
    otherwise,
    now,
    counters,
    log,
    ...change,
  });
  onTestFinished(() => spool.close());
  return { spool, counters, refused, logged, facts };
}

const keep = (spool: Spool, click: Pick<Click, 'id'>) =>
  new Promise<void>((kept) => spool.record(JSON.stringify(click), kept));
const record = (spool: Spool, from: number, to: number) =>
  Promise.all(range(from, to).map((number) => keep(spool, aClick(number))));

/** Everything that waits, forgotten in order. Closed first: only what is on disk is handed out. */
async function drain(spool: Spool, mostClicks = 500): Promise<Click[]> {
  await spool.close();
  const clicks: Click[] = [];
  for (let batch = await spool.waiting.next(mostClicks); batch; batch = await spool.waiting.next(mostClicks)) {
    clicks.push(...batch.clicks.map((click): Click => JSON.parse(click)));
    await batch.forget(0);
  }
  return clicks;
}

const numbersOf = (clicks: readonly Click[]) => clicks.map(({ id }) => Number(id.slice(1)));
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);
/** Of few bytes, for what is repeated at each of them: to the spool a click is any text. */
const aShortClick = (number: number) => ({ id: `a${number}` });
const BLOCKS = [
  [0, 1],
  [1, 4],
  [4, 6],
] as const;
const segmentsIn = (folder: string) => readdirSync(folder).filter((name) => name.endsWith('.blocks'));

function blockStartsIn(bytes: Buffer): number[] {
  const starts = [0];
  for (let at = bytes.indexOf('\n#'); at !== -1; at = bytes.indexOf('\n#', at + 1)) starts.push(at + 1);
  return starts;
}

describe('the spool', () => {
  test('R23: given clicks recorded, then they are in the file before anybody is told, and come out byte for byte', async () => {
    const folder = temporaryFolder();
    const { spool, counters } = openSpool(folder);
    await record(spool, 0, 3);
    expect(readFileSync(join(folder, segmentsIn(folder)[0] ?? ''), 'utf8').split('\n')).toHaveLength(5);
    expect(counters.recorded).toBe(3);
    expect(await drain(spool)).toEqual(range(0, 3).map((number) => aClick(number)));
    expect(await spool.waiting.next(1)).toBeNull();
  });

  test('R23: given a process that ended, then the next one delivers what it left, and only that', async () => {
    const folder = temporaryFolder();
    const first = openSpool(folder).spool;
    await record(first, 0, 700);
    await first.close();
    const batch = await first.waiting.next(500);
    await batch?.forget(0);
    const second = openSpool(folder).spool;
    await record(second, 700, 710);
    expect(numbersOf(await drain(second))).toEqual(range(500, 710));
  });

  test('R23: given a delivery that was never confirmed, then it is delivered again', async () => {
    const folder = temporaryFolder();
    const { spool } = openSpool(folder);
    await record(spool, 0, 10);
    await spool.close();
    await spool.waiting.next(5);
    expect(numbersOf(await drain(openSpool(folder).spool))).toEqual(range(0, 10));
  });

  test('R23: given a newest segment cut at any byte of its last blocks, then every block before the cut is delivered, and no other', async () => {
    const name = '0000000001.blocks';
    const first = temporaryFolder();
    const { spool } = openSpool(first);
    for (const [from, to] of BLOCKS)
      await Promise.all(range(from, to).map((number) => keep(spool, aShortClick(number))));
    const whole = readFileSync(join(first, name));
    const ends = [0, ...blockStartsIn(whole).slice(1), whole.length];
    const clicksUpTo = [0, ...BLOCKS.map(([, to]) => to)];
    for (let size = 1; size <= whole.length; size += 1) {
      const folder = mkdtempSync(join(first, 'cut-'));
      writeFileSync(join(folder, name), whole.subarray(0, size));
      const { spool: next, logged } = openSpool(folder);
      await keep(next, aShortClick(10));
      const left = clicksUpTo[ends.findLastIndex((end) => end <= size)] ?? 0;
      expect(numbersOf(await drain(next))).toEqual([...range(0, left), 10]);
      expect(logged.includes('blocks of the spool are damaged')).toBe(!ends.includes(size));
      await next.close();
    }
  }, 30_000);

  test('R23: given any byte of a block damaged on disk, then that block is skipped, its clicks are counted, and the others are delivered', async () => {
    const name = '0000000001.blocks';
    const first = temporaryFolder();
    const { spool } = openSpool(first);
    for (const [from, to] of [
      [0, 2],
      [2, 5],
      [5, 6],
    ] as const)
      await record(spool, from, to);
    const whole = readFileSync(join(first, name));
    const [, second = 0, third = 0] = blockStartsIn(whole);
    for (let at = second; at < third; at += at < second + 60 ? 1 : 37) {
      const folder = mkdtempSync(join(first, 'damaged-'));
      writeFileSync(join(folder, name), whole.with(at, (whole[at] ?? 0) ^ 0x11));
      const { spool: next, facts } = openSpool(folder);
      expect(numbersOf(await drain(next))).toEqual([0, 1, 5]);
      expect(facts).toContainEqual(expect.objectContaining({ clicks: 3 }));
      await next.close();
    }
  });

  test('R23: given more clicks in a turn than a delivery takes, then they are in several blocks, and deliveries are whole blocks', async () => {
    const folder = temporaryFolder();
    const { spool } = openSpool(folder);
    await record(spool, 0, 1_100);
    await record(spool, 1_100, 1_400);
    await spool.close();
    const sizes: number[] = [];
    for (let batch = await spool.waiting.next(500); batch; batch = await spool.waiting.next(500)) {
      sizes.push(batch.clicks.length);
      await batch.forget(0);
    }
    expect(sizes).toEqual([500, 500, 400]);
  });

  test('R23: given many segments, then order holds, and those delivered whole are deleted', async () => {
    const folder = temporaryFolder();
    const { spool } = openSpool(folder, { segmentBytes: 5_000 });
    for (let i = 0; i < 100; i += 10) await record(spool, i, i + 10);
    expect(segmentsIn(folder).length).toBeGreaterThan(5);
    const bytes = spool.bytes();
    expect(numbersOf(await drain(spool, 7))).toEqual(range(0, 100));
    expect(segmentsIn(folder).length).toBeLessThan(2);
    expect(spool.bytes()).toBeLessThan(bytes / 5);
  });

  test('R23: given a restart after everything was delivered, then nothing is delivered twice or skipped', async () => {
    const folder = temporaryFolder();
    for (let round = 0; round < 4; round += 1) {
      const { spool } = openSpool(folder, { segmentBytes: 3_000 });
      await record(spool, round * 10, round * 10 + 10);
      expect(numbersOf(await drain(spool))).toEqual(range(round * 10, round * 10 + 10));
      await spool.close();
    }
  });

  test('R23: given books that are lost, then everything on disk is delivered again', async () => {
    const folder = temporaryFolder();
    const { spool } = openSpool(folder);
    await record(spool, 0, 5);
    await spool.close();
    await (await spool.waiting.next(3))?.forget(0);
    writeFileSync(join(folder, 'books'), '{"segment":');
    expect(numbersOf(await drain(openSpool(folder).spool))).toEqual(range(0, 5));
  });

  test('R23: given a click longer than what is read at once, then it is delivered', async () => {
    const folder = temporaryFolder();
    const { spool } = openSpool(folder);
    await keep(spool, aClick(0, { otherUtmContents: Array.from({ length: 80 }, () => 'x'.repeat(16_000)) }));
    await record(spool, 1, 3);
    expect(numbersOf(await drain(spool))).toEqual([0, 1, 2]);
  });

  test('R25: given a spool that is full, then clicks go the other way, it is said once, and room makes it work again', async () => {
    const folder = temporaryFolder();
    const { spool, refused, logged } = openSpool(folder, { mostBytes: 6_000, segmentBytes: 2_000 });
    for (let i = 0; i < 20; i += 1) await record(spool, i, i + 1);
    expect(refused.length).toBeGreaterThan(5);
    expect(logged.filter((msg) => msg === 'spool refused clicks')).toHaveLength(1);
    const kept = numbersOf(await drain(spool));
    expect([...kept, ...numbersOf(refused)].sort((a, b) => a - b)).toEqual(range(0, 20));
    const before = refused.length;
    await record(spool, 20, 21);
    expect(refused).toHaveLength(before);
  });

  test('R25: given less room than a segment takes, then what is delivered makes room again', async () => {
    const folder = temporaryFolder();
    const { spool, refused } = openSpool(folder, { mostBytes: 6_000 });
    for (let i = 0; i < 20; i += 1) await record(spool, i, i + 1);
    const kept = numbersOf(await drain(spool));
    expect([...kept, ...numbersOf(refused)].sort((a, b) => a - b)).toEqual(range(0, 20));
    expect(spool.bytes()).toBe(0);
    await record(spool, 20, 21);
    expect(numbersOf(await drain(spool))).toEqual([20]);
  });

  test('R25: given a disk that refuses to open a segment, then the click is answered all the same and goes the other way', async () => {
    const folder = temporaryFolder();
    const { spool, refused } = openSpool(folder);
    rmSync(folder, { recursive: true });
    await record(spool, 0, 2);
    expect(numbersOf(refused)).toEqual([0, 1]);
  });

  test('R24: given a click set aside, then it is kept with the reason, and closed to other users', async () => {
    const folder = temporaryFolder();
    const { spool } = openSpool(folder);
    await spool.waiting.setAside(JSON.stringify(aClick(1)), 'utmContent is too long');
    const file = join(folder, 'set-aside.ndjson');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ reason: 'utmContent is too long', click: aClick(1) });
    expect(statSync(file).mode & 0o077).toBe(0);
  });

  test('given other files in the folder, then they are nobody’s clicks', async () => {
    const folder = temporaryFolder();
    appendFileSync(join(folder, '1.blocks'), 'x\n');
    appendFileSync(join(folder, 'notes.txt'), 'x\n');
    expect(await drain(openSpool(folder).spool)).toEqual([]);
  });
});
