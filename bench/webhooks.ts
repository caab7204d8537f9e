/**
 * Buyers' webhooks at a steady rate, as the world sends them: nobody waits for the answer of another, so a control plane
 * that falls behind is seen to. Each is signed, stored with its raw bytes, read, joined to its click and committed to the
 * disk before its answer. One in ten is a repeat. Times count from when a webhook was due, not from when it could be sent.
 *
 * Usage: npm run bench -- webhooks [--rate 500] [--seconds 60]
 */
import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { ReportedEvent } from '@alyson/schema';
import pg from 'pg';
import { inScope } from '../faults/scope.ts';
import { startPostgres } from '../scripts/lib/postgres.ts';
import { createRandom } from '../scripts/lib/random.ts';
import { createExperiment, startControlPlane } from './control-plane.ts';
import { sorted } from './statistics.ts';
import { createDeliveries } from './sustain/deliveries.ts';

const { values } = parseArgs({
  options: { rate: { type: 'string', default: '500' }, seconds: { type: 'string', default: '60' } },
});
const [rate, seconds] = [Number(values.rate), Number(values.seconds)];
const MOST_MS = 100;
const WARM_UP_S = 5;
const CLICKS_S = 2;
const CONNECTIONS = 128;
const REPEATS = 0.1;

interface Answer {
  /** Since the webhook was due. */
  readonly ms: number;
  readonly second: number;
  readonly status: number;
}

const random = createRandom('webhooks');

/** As HomeLight's would be: leads, sales of some, and what changes them later. */
function composeEvent(number: number, sales: string[], clicks: number): ReportedEvent {
  const key = { utm_content: `102f8e2c4b1d${random.between(0, clicks - 1)}` };
  const money = { amount: (random.between(1, 50_000) / 100).toFixed(2), currency: 'USD' };
  const event_id = `event-${number}`;
  const kind = random.next();
  const sale = sales[random.between(0, sales.length - 1)];
  if (kind < 0.7 || !sale) {
    if (kind > 0.65) sales.push(event_id);
    return kind > 0.65 ? { type: 'sale', event_id, ...key, ...money } : { type: 'lead', event_id, ...key };
  }
  if (kind < 0.95) {
    sales.push(event_id);
    return { type: 'sale', event_id, ...key, ...money };
  }
  return { type: 'reversal', event_id, refers_to: sale };
}

/** @returns every answer, and how many events were reported */
async function play(url: URL, secret: string, clicks: number): Promise<{ answers: Answer[]; events: number }> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const sales: string[] = [];
  const sent: { id: string; body: string }[] = [];
  const answers: Answer[] = [];
  const count = rate * (seconds + WARM_UP_S);
  const finished = Promise.withResolvers<void>();
  const startedAt = performance.now();

  const post = (dueAt: number, { id, body }: { id: string; body: string }) => {
    const timestamp = String(Math.floor(Date.now() / 1_000));
    const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': `v1,${signature}`,
    };
    const answered = (status: number) => {
      const ms = performance.now() - dueAt;
      answers.push({ ms, second: Math.floor((dueAt - startedAt) / 1_000), status });
      if (answers.length === count) finished.resolve();
    };
    const asked = request(url, { agent, method: 'POST', headers }, (answer) => {
      answer.resume().once('end', () => answered(answer.statusCode ?? 0));
    });
    asked.once('error', () => answered(0)).end(body);
  };

  for (let number = 0; number < count; number += 1) {
    const dueAt = startedAt + (number / rate) * 1_000;
    const early = dueAt - performance.now();
    if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
    const repeated = random.chance(REPEATS) ? sent[random.between(0, sent.length - 1)] : undefined;
    const message = repeated ?? {
      id: `msg-${number}`,
      body: JSON.stringify(composeEvent(number, sales, clicks)),
    };
    if (!repeated) sent.push(message);
    post(dueAt, message);
  }
  await finished.promise;
  agent.destroy();
  return { answers, events: sent.length };
}

const percentile = (ms: readonly number[], share: number) => {
  const ranked = sorted([...ms]);
  return ranked[Math.ceil(ranked.length * share) - 1] ?? Number.NaN;
};

await inScope(async (atEnd) => {
  const folder = mkdtempSync(join(tmpdir(), 'alyson-bench-'));
  atEnd(async () => rmSync(folder, { recursive: true, force: true }));
  const postgres = await startPostgres({ folder });
  atEnd(() => postgres.stop());
  const control = await startControlPlane(postgres.url);
  atEnd(async () => void control.child.kill('SIGKILL'));
  const experiment = await createExperiment(control.api, 'bench', 4);
  const deliveries = createDeliveries(control.url, experiment);
  await deliveries.flow(0, performance.now() + CLICKS_S * 1_000);
  const { buyer, secret } = await control.api.createBuyer({ body: { name: 'Bench' } });

  const address = new URL(new URL(buyer.webhookUrl).pathname, control.url);
  const { answers, events } = await play(address, secret, deliveries.sent);
  const measured = answers.filter(({ second }) => second >= WARM_UP_S);
  const ms = measured.map((answer) => answer.ms);
  const refused = answers.filter(({ status }) => status !== 200);
  const worst = Array.from({ length: seconds / 10 }, (_, ten) =>
    percentile(
      measured.filter(({ second }) => Math.floor((second - WARM_UP_S) / 10) === ten).map((answer) => answer.ms),
      0.99,
    ),
  );
  const show = (value: number) => `${value.toFixed(1)} ms`;
  const shares = [0.5, 0.95, 0.99, 0.999].map((share) => `p${share * 100} ${show(percentile(ms, share))}`);
  console.log(
    `${rate} webhooks/s for ${seconds} s after ${WARM_UP_S} s, among ${deliveries.sent} clicks: ${shares.join(', ')}`,
  );
  console.log(`  p99 of every ten seconds: ${worst.map((value) => value.toFixed(0)).join(' ')} ms`);
  console.log(`  ${refused.length} not answered with 200; load average ${loadavg()[0]?.toFixed(1)} at the end`);

  const client = new pg.Client({ connectionString: postgres.url });
  await client.connect();
  const { rows } = await client.query<{ stored: number; joined: number }>(
    'select count(*)::int as stored, count(click_id)::int as joined from buyer_events',
  );
  await client.end();
  const [books] = rows;
  console.log(`  ${events} events reported, ${books?.stored} stored, ${books?.joined} joined to their clicks`);
  const isKept = books?.stored === events && books.joined === events && refused.length === 0;
  process.exitCode = isKept && percentile(ms, 0.99) < MOST_MS ? 0 : 1;
});
