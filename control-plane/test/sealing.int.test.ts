import { randomBytes } from 'node:crypto';
import { buyerReports, buyerSecrets } from '@alyson/schema/tables';
import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { readMetrics } from '../../scripts/lib/read-metrics.ts';
import { createApp } from '../src/app.ts';
import { createDataKeys, type DataKey } from '../src/io/data-keys.ts';
import { countRowsByOldKey } from '../src/sealing/count-rows-by-old-key.ts';
import { resealAll } from '../src/sealing/start-resealing.ts';
import { openReports } from './support/open-reports.ts';
import { addBuyer, report, signReport, type TestBuyer } from './support/report-as-buyer.ts';
import { useControlPlane } from './support/test-control-plane.ts';

const plane = useControlPlane();
const OLD: DataKey = { id: 'test', key: new Uint8Array(32).fill(7) }; // the suite's own
const NEW: DataKey = { id: 'next', key: new Uint8Array(32).fill(9) };

/** The same control plane, started with another keyring. */
function withKeys(...keys: DataKey[]) {
  const deps = { ...plane.deps, dataKeys: createDataKeys(keys, randomBytes) };
  return { deps, app: createApp(deps) };
}
const lead = (eventId: string) => ({ type: 'lead', event_id: eventId, utm_content: `secretive-${eventId}` }) as const;
const waiting = (deps: typeof plane.deps) => countRowsByOldKey(deps.db, deps.dataKeys, 1000);

async function send(app: typeof plane.app, buyer: TestBuyer, eventId: string): Promise<number> {
  const signed = signReport(buyer, JSON.stringify(lead(eventId)), { at: plane.clock.now });
  return (await app.request(buyer.path, { method: 'POST', ...signed })).status;
}

/** As rows were written before there were keys. */
async function storeInTheClear(buyer: TestBuyer, count: number): Promise<void> {
  const rows = Array.from({ length: count }, (_, i) => ({
    id: plane.deps.newId('buyerReport'),
    workspaceId: plane.workspace.id,
    buyerId: buyer.id,
    request: `GET /aff_lsr?transaction_id=${i}`,
    headers: { 'webhook-id': `old-${i}` },
    body: Buffer.from(`clear text ${i}`),
    receivedAt: new Date(plane.clock.now),
    outcome: 'accepted' as const,
  }));
  await plane.db.insert(buyerReports).values(rows);
  const value = Buffer.from(buyer.secret);
  await plane.db.update(buyerSecrets).set({ value, sealedBy: null }).where(eq(buyerSecrets.buyerId, buyer.id));
}

describe('what buyers send is kept encrypted (G7)', () => {
  test('given a report, then neither its row nor its secret’s holds a readable part, and the list shows it', async () => {
    const buyer = await addBuyer(plane);
    await report(plane, buyer, lead('sealed'));
    const rows = await plane.db.select().from(buyerReports).where(eq(buyerReports.buyerId, buyer.id));
    const secrets = await plane.db.select().from(buyerSecrets).where(eq(buyerSecrets.buyerId, buyer.id));
    expect([...rows, ...secrets].map(({ sealedBy }) => sealedBy)).toEqual(['test', 'test']);
    const bytes = Buffer.concat([
      ...rows.flatMap(({ body, head }) => [body, head ?? body]),
      ...secrets.map(({ value }) => value),
    ]);
    for (const readable of ['secretive', 'webhook-id', buyer.secret.slice(6, 20)])
      expect(bytes.includes(readable)).toBe(false);
  });

  test('given rows from before there were keys, then they are read as they are, and sealed batch by batch', async () => {
    const buyer = await addBuyer(plane);
    await storeInTheClear(buyer, 60);
    const params = { buyerId: buyer.id as never };
    const { items } = await plane.client().listReports({ params, query: { limit: 1 } });
    expect(items[0]?.request).toMatch(/^GET \/aff_lsr\?transaction_id=/);
    expect(await report(plane, buyer, lead('by-a-clear-secret'))).toBe('orphan');

    expect(await waiting(plane.deps)).toContainEqual({ table: 'buyer_reports', keyId: null, isHeld: true, rows: 60 });
    await resealAll(plane.deps);
    expect(await waiting(plane.deps)).toEqual([]);
    const opened = await openReports(plane, eq(buyerReports.buyerId, buyer.id));
    expect(opened.every(({ sealedBy, head }) => sealedBy === 'test' && head !== null)).toBe(true);
    const clear = opened.filter(({ request }) => request !== null);
    expect(clear.map(({ body }) => Buffer.from(body).toString()).sort()[0]).toBe('clear text 0');
    expect(clear.map(({ headers }) => headers['webhook-id']).sort()[0]).toBe('old-0');
    expect(await report(plane, buyer, lead('by-a-sealed-secret'))).toBe('orphan');
  });

  test('given a new key in front, then rows move to it while reports come in, and the old one can be taken away', async () => {
    const buyer = await addBuyer(plane);
    await report(plane, buyer, lead('before'));
    const both = withKeys(NEW, OLD);
    expect(await send(both.app, buyer, 'between')).toBe(200);
    expect((await waiting(both.deps)).map(({ keyId, isHeld }) => [keyId, isHeld])).toContainEqual(['test', true]);
    const page = readMetrics(await (await both.app.request('/metrics')).text());
    const labels = { table: 'buyer_reports', key: 'test', held: 'true' };
    expect(page.value('alyson_api_rows_by_old_key', labels)).toBeGreaterThan(0);

    await Promise.all([resealAll(both.deps), resealAll(both.deps), send(both.app, buyer, 'meanwhile')]);
    await resealAll(both.deps);
    expect(await waiting(both.deps)).toEqual([]);
    const onlyNew = withKeys(NEW);
    expect(await send(onlyNew.app, buyer, 'after')).toBe(200);
    const rows = await openReports({ ...plane, deps: onlyNew.deps }, eq(buyerReports.buyerId, buyer.id));
    expect(rows.map(({ body }) => JSON.parse(Buffer.from(body).toString()).event_id).sort()).toEqual([
      'after',
      'before',
      'between',
      'meanwhile',
    ]);
    await resealAll(withKeys(OLD, NEW).deps);
  });

  test('given that the key is missing, then 503 names it, nothing is lost, and all is there when it is back', async () => {
    const buyer = await addBuyer(plane);
    await report(plane, buyer, lead('kept'));
    const without = withKeys(NEW);
    expect(await send(without.app, buyer, 'refused')).toBe(503);
    const listed = await without.app.request(`/v1/buyers/${buyer.id}/reports`, {
      headers: { authorization: `Bearer ${plane.workspace.tokens.admin}` },
    });
    expect([listed.status, await listed.json()]).toMatchObject([
      503,
      { code: 'data_key_missing', detail: 'ALYSON_DATA_KEYS lacks the key test, which sealed this.' },
    ]);
    await resealAll(without.deps);
    expect(await waiting(without.deps)).toContainEqual(expect.objectContaining({ keyId: 'test', isHeld: false }));
    expect(await send(plane.app, buyer, 'refused')).toBe(200);
    expect(await openReports(plane, eq(buyerReports.buyerId, buyer.id))).toHaveLength(2);
  });

  test('given that one secret’s key is missing and another one matches, then the report is taken', async () => {
    const buyer = await addBuyer(plane);
    const other = withKeys(NEW);
    const client = await other.app.request(`/v1/buyers/${buyer.id}/secrets`, {
      method: 'POST',
      headers: { authorization: `Bearer ${plane.workspace.tokens.admin}`, 'content-type': 'application/json' },
      body: JSON.stringify({ scheme: { kind: 'standard_webhooks', version: 'v1' } }),
    });
    const { value } = (await client.json()) as { value: string };
    expect(await send(other.app, { ...buyer, secret: value }, 'by-the-other')).toBe(200);
  });
});
