import { Readiness } from '@alyson/schema';
import { describe, expect, test } from 'vitest';
import { readMetrics } from '../../scripts/lib/read-metrics.ts';
import { createApp } from '../src/app.ts';
import { startLoop } from '../src/background.ts';
import { relayOutbox } from '../src/outbox/relay-outbox.ts';
import { startedExperiment } from './support/drafts.ts';
import { makeClick } from './support/make-click.ts';
import { useControlPlane } from './support/test-control-plane.ts';

const plane = useControlPlane();
const scrape = async (app = plane.app, headers: Record<string, string> = {}) => {
  const answer = await app.request('/metrics', { headers });
  expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
  return readMetrics(await answer.text());
};

describe('the page for Prometheus', () => {
  test('given requests, then they are counted by template and status, and no address is told', async () => {
    const secret = 'exp_01h455vb4pex5vsknk084sn02q';
    await plane.request(`/v1/experiments/${secret}?utm_content=${secret}`, { token: plane.workspace.tokens.admin });
    await plane.request(`/webhooks/${secret}`, { method: 'POST', body: secret });
    await plane.request(`/${secret}`);
    const page = await scrape();
    const count = (route: string, status: string) => page.value('alyson_api_requests_total', { route, status });
    expect(count('/v1/experiments/:experimentId', '404')).toBe(1);
    expect(count('/*', '404')).toBe(1);
    expect(JSON.stringify(page.samples)).not.toContain(secret);
  });

  test('given clicks delivered twice and one that cannot be read, then each counts for what it is', async () => {
    const edge = plane.client(plane.workspace.tokens.edge);
    const clicks = [makeClick(), makeClick()];
    await edge.deliverClicks({ body: { clicks } });
    await edge.deliverClicks({ body: { clicks: [...clicks, { nonsense: true }] } });
    const page = await scrape();
    const ingested = (outcome: string) => page.value('alyson_api_clicks_ingested_total', { outcome });
    expect(['stored', 'duplicates', 'rejected'].map(ingested)).toEqual([2, 2, 1]);
  });

  test('C6: given a release, then it waits in the outbox until it is relayed, and is unconfirmed until an edge has it', async () => {
    await startedExperiment(plane.client());
    plane.clock.now += 5_000;
    const before = await scrape();
    expect(before.value('alyson_api_outbox_waiting')).toBe(1);
    expect(before.value('alyson_api_outbox_waiting_oldest_age_seconds')).toBe(5);
    while (await relayOutbox(plane.deps));
    const after = await scrape();
    expect(after.value('alyson_api_outbox_waiting')).toBe(0);
    expect(after.value('alyson_api_outbox_waiting_oldest_age_seconds')).toBe(0);
    expect(after.value('alyson_api_releases_unconfirmed')).toBe(1);
    expect(after.value('alyson_api_releases_unconfirmed_oldest_age_seconds')).toBe(5);
  });

  test('given a background task that fails, then its failures are counted under its name', async () => {
    const step = () => Promise.reject(new Error('the edge is away'));
    const loop = startLoop({
      ...plane.deps,
      name: 'sync http://edge.test',
      everyMs: 9_000,
      longestRetryMs: 9_000,
      step,
    });
    await loop.stop();
    expect((await scrape()).value('alyson_api_task_failures_total', { task: 'sync http://edge.test' })).toBe(1);
  });

  test('given no database, then the rest is told all the same, and readiness says since when', async () => {
    const away = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    const db = {
      ...plane.db,
      select: () => {
        throw away;
      },
      execute: () => Promise.reject(away),
    };
    const app = createApp({ ...plane.deps, db: Object.assign(Object.create(plane.db), db) });
    const page = await scrape(app);
    expect(page.value('alyson_api_database_up')).toBe(0);
    expect(page.value('alyson_api_outbox_waiting')).toBeNaN();
    expect(page.value('process_resident_memory_bytes')).toBeGreaterThan(1e6);

    const since = new Date(plane.clock.now).toISOString();
    await app.request('/readyz');
    plane.clock.now += 60_000;
    const answer = await app.request('/readyz');
    expect([answer.status, Readiness.parse(await answer.json())]).toEqual([
      503,
      { status: 'not_ready', notReady: [{ name: 'database_away', since, detail: expect.any(String) }], alarms: [] },
    ]);
    expect(await (await plane.request('/readyz')).json()).toEqual({ status: 'ready', notReady: [], alarms: [] });
  });

  test('given a token is set, then only who bears it may read', async () => {
    const config = { ...plane.deps.config, metricsToken: 'metrics-token-of-the-tests' };
    const app = createApp({ ...plane.deps, config });
    expect((await app.request('/metrics')).status).toBe(401);
    const wrong = { authorization: 'Bearer metrics-token-of-the-tests2' };
    expect((await app.request('/metrics', { headers: wrong })).status).toBe(401);
    await scrape(app, { authorization: 'Bearer metrics-token-of-the-tests' });
  });
});
