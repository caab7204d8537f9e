/**
 * Delivery of clicks into PostgreSQL: a real control plane over a real server, each a process of its own, fed by the
 * router's own shipper from a full spool. What is measured is the way of a click from the router's disk to its commit,
 * with its keys, counts and tally.
 *
 * Usage: npm run bench -- ingest [--rounds 5] [--clicks 20000] [--durable yes]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Experiment } from '@alyson/schema';
import { createCounters } from '../router/src/counters.ts';
import { createDeliverClicks } from '../router/src/delivery/deliver-clicks.ts';
import { startShipping } from '../router/src/delivery/ship-clicks.ts';
import { createSpool, type Spool } from '../router/src/io/click-sink.spool.ts';
import { openBooks } from '../router/src/io/spool/books.spool.ts';
import { aClick } from '../router/test/sample-click.ts';
import { startPostgres } from '../scripts/lib/postgres.ts';
import { createExperiment, EDGE_TOKEN, startControlPlane } from './control-plane.ts';
import { median, spread } from './statistics.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    clicks: { type: 'string', default: '20000' },
    /** No: as if the disk were infinitely fast. */
    durable: { type: 'string', default: 'yes' },
  },
});
const rounds = Number(values.rounds);
const clicks = Number(values.clicks);

const folder = mkdtempSync(join(tmpdir(), 'alyson-bench-'));
const log = () => {};

/** Clicks as a campaign brings them: every unit new, every second. */
async function fill(spool: Spool, { id, agents }: Experiment, round: number): Promise<void> {
  const now = Date.now();
  for (let i = 0; i < clicks; i += 1) {
    const number = round * clicks + i;
    const click = aClick(number, {
      at: now - i,
      experimentId: id,
      agentId: agents[i % agents.length]?.id ?? null,
      utmContent: `102f8e2c4b1d${number}`,
      offerId: '1048',
      affiliateId: String(i % 50),
      country: 'US',
      deviceClass: 'mobile',
      browser: 'Safari',
      addressHash: `0.${String(number).padStart(16, '0')}`,
    });
    spool.record(JSON.stringify(click), () => {});
  }
  await spool.close();
}

const rate = (perSecond: number) => String(Math.round(perSecond));

const settings = values.durable === 'yes' ? {} : { fsync: 'off', synchronous_commit: 'off' };
const postgres = await startPostgres({ folder: join(folder, 'postgres'), settings });
const control = await startControlPlane(postgres.url);
try {
  const experiment = await createExperiment(control.api, 'bench', 2);
  const counters = createCounters();
  const options = { folder: join(folder, 'spool'), now: Date.now, log };
  const books = openBooks(options);
  const otherwise = {
    record() {
      throw new Error('the spool refused a click');
    },
  };
  const spool = createSpool({ ...options, books, mostBytes: 1e12, otherwise, counters });
  const { ledgerId } = books.current;
  const deliver = createDeliverClicks({
    apiUrl: control.url,
    edgeToken: EDGE_TOKEN,
    ledgerId,
    fetch,
    timeoutMs: 10_000,
  });
  const rates: number[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    await fill(spool, experiment, round);
    const startedAt = performance.now();
    await startShipping({ waiting: spool.waiting, deliver, counters, log, now: Date.now }).stop(600_000);
    const perSecond = (clicks / (performance.now() - startedAt)) * 1_000;
    if (counters.delivered !== (round + 1) * clicks) throw new Error('not all clicks were delivered');
    if (round > 0) rates.push(perSecond);
  }
  console.log(
    `${clicks} clicks a round into ${clicks} to ${clicks * (rounds + 1)} rows: ${rate(median(rates))} clicks/s (${spread(rates, rate)})`,
  );
} finally {
  control.child.kill('SIGKILL');
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
}
