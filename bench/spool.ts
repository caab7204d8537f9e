/**
 * The spool driven in process, on one core and without HTTP: how many clicks per second it takes, by how many come in one
 * turn of the event loop, and what a power cut would cost meanwhile. A click counts when it is kept, with the kernel.
 *
 * Usage: npm run bench -- spool [--rounds 5] [--clicks 200000]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createCounters } from '../router/src/counters.ts';
import { createSpool, type Spool } from '../router/src/io/click-sink.spool.ts';
import { openBooks } from '../router/src/io/spool/books.spool.ts';
import { aClick } from '../router/test/sample-click.ts';
import { median, spread } from './statistics.ts';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '5' }, clicks: { type: 'string', default: '200000' } },
});
const rounds = Number(values.rounds);
const clicks = Number(values.clicks);

const folder = mkdtempSync(join(tmpdir(), 'alyson-bench-'));
const log = () => {};

function openSpool(name: string): Spool {
  const counters = createCounters();
  const options = { folder: join(folder, name), now: Date.now, log };
  const books = openBooks(options);
  const otherwise = {
    record: () => {
      throw new Error('the spool refused a click');
    },
  };
  return createSpool({ ...options, books, mostBytes: 1e12, otherwise, counters });
}

/** @returns clicks per second */
function drive(spool: Spool, texts: readonly string[], perTurn: number): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>();
  const startedAt = performance.now();
  let sent = 0;
  let kept = 0;
  const onKept = () => {
    kept += 1;
    if (kept === clicks) resolve((clicks / (performance.now() - startedAt)) * 1_000);
  };
  const turn = () => {
    for (let i = 0; i < perTurn && sent < clicks; i += 1, sent += 1)
      spool.record(texts[sent % texts.length] ?? '', onKept);
    if (sent < clicks) setImmediate(turn);
  };
  turn();
  return promise;
}

const rate = (perSecond: number) => `${Math.round(perSecond / 1_000)} 000`;

const KINDS = [
  ['ASCII', ''],
  ['not ASCII', 'é🏡'],
] as const;

try {
  console.log(`${clicks} clicks, ${rounds} rounds: clicks/s, median (lowest–highest)\n`);
  for (const [kind, tail] of KINDS) {
    const texts = Array.from({ length: 1_000 }, (_, i) => JSON.stringify(aClick(i, { utmContent: `utm-${i}${tail}` })));
    for (const perTurn of [1, 8, 64, 500]) {
      const spool = openSpool(`${kind} ${perTurn}`);
      const rates: number[] = [];
      await drive(spool, texts, perTurn);
      for (let round = 0; round < rounds; round += 1) rates.push(await drive(spool, texts, perTurn));
      await spool.close();
      console.log(
        `${kind.padEnd(10)} ${String(perTurn).padStart(3)} in a turn  ${rate(median(rates)).padStart(9)}/s (${spread(rates, rate)})`.padEnd(
          66,
        ),
        `a power cut at the worst moment would have taken the last ${spool.longestAtRiskMs().toFixed(0)} ms`,
      );
      rmSync(join(folder, `${kind} ${perTurn}`), { recursive: true });
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
