import { DecisionReason } from '@alyson/schema';
import { describe, expect, test } from 'vitest';
import { readMetrics } from '../../scripts/lib/read-metrics.ts';
import { releaseRules } from '../src/alarm-rules.ts';
import { createAlarms } from '../src/alarms.ts';
import { createCounters, REFUSALS } from '../src/counters.ts';
import { createPrometheusMetrics } from '../src/io/metrics.prometheus.ts';
import { createReleaseMemory } from '../src/release-memory.ts';
import { aBundle } from './sample-bundle.ts';
import { createSigner } from './signed-bundle.ts';

const signer = createSigner();

function createMetrics() {
  const counters = createCounters();
  let at = 1_790_000_100_000;
  const now = () => at;
  const keys = new Map([[signer.keyId, signer.raw]]);
  const log = () => {};
  const memory = createReleaseMemory({ edge: 'e', environment: 'test', keys, now, counters, log });
  const alarms = createAlarms({
    rules: releaseRules({ holdsBundle: () => memory.links() !== null, memory, counters, now }),
    now,
    log,
  });
  const metrics = createPrometheusMetrics({
    counters,
    memory,
    alarms,
    spoolBytes: () => 4_096,
    waitingOnDisk: () => 12,
    oldestAt: () => at - 3_000,
    waitingInMemory: () => 2,
    inbox: { count: () => 3, bytes: () => 8_192 },
    confirmedAt: () => at - 7_000,
    now,
  });
  const wait = (ms: number) => {
    at += ms;
  };
  return { counters, memory, wait, read: async () => readMetrics(await metrics.read()) };
}

describe('the page for Prometheus', () => {
  test('given nothing has happened, then every reason has its counter already, at zero', async () => {
    const { read } = createMetrics();
    const page = await read();
    for (const reason of DecisionReason.options)
      for (const bot of ['true', 'false']) expect(page.value('alyson_router_clicks_total', { reason, bot })).toBe(0);
    for (const reason of REFUSALS) expect(page.value('alyson_router_bundles_refused_total', { reason })).toBe(0);
    expect(page.value('alyson_router_ready')).toBe(0);
    expect(page.value('alyson_router_alarm', { alarm: 'no_bundle' })).toBe(1);
  });

  test('given clicks, then it shows the counters as they are, also when asked twice', async () => {
    const { counters, read } = createMetrics();
    counters.people.split += 3;
    counters.bots.paused += 1;
    counters.fallbacks.workspace += 1;
    counters.lost += 2;
    await read();
    const page = await read();
    expect(page.value('alyson_router_clicks_total', { reason: 'split', bot: 'false' })).toBe(3);
    expect(page.value('alyson_router_clicks_total', { reason: 'paused', bot: 'true' })).toBe(1);
    expect(page.value('alyson_router_fallbacks_total', { page: 'workspace' })).toBe(1);
    expect(page.value('alyson_router_clicks_lost_total')).toBe(2);
  });

  test('R22: given a bundle, then its sequence and its age, and those of what waits', async () => {
    const { memory, wait, read } = createMetrics();
    await memory.accept(0, signer.sign(aBundle({ sequence: 1_790_000_000_123 })));
    wait(50_000);
    const page = await read();
    expect(page.value('alyson_router_bundle_sequence', { shard: '0' })).toBe(1_790_000_000_123);
    expect(page.value('alyson_router_bundle_age_seconds', { shard: '0' })).toBe(150);
    expect(page.value('alyson_router_oldest_release_age_seconds')).toBe(150);
    expect(page.value('alyson_router_confirmed_age_seconds')).toBe(7);
    expect(page.value('alyson_router_ready')).toBe(1);
    expect(page.value('alyson_router_spool_bytes')).toBe(4_096);
    expect(page.value('alyson_router_inbox_waiting_calls')).toBe(3);
    expect(page.value('alyson_router_inbox_bytes')).toBe(8_192);
    expect(page.value('alyson_router_spool_waiting_clicks')).toBe(12);
    expect(page.value('alyson_router_spool_oldest_waiting_age_seconds')).toBe(3);
    expect(page.value('alyson_router_memory_waiting_clicks')).toBe(2);
  });

  test('given the process, then the loop and the memory are told as everywhere', async () => {
    const page = await createMetrics().read();
    expect(page.value('nodejs_eventloop_lag_seconds')).toBeGreaterThanOrEqual(0);
    expect(page.value('process_resident_memory_bytes')).toBeGreaterThan(1e6);
  });
});
