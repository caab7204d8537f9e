import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Click, ClickLedger, type EdgeBooks } from '@alyson/schema';
import { clickTallies } from '@alyson/schema/tables';
import { eq } from 'drizzle-orm';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createApp } from '../src/app.ts';
import { createHttpEdge } from '../src/io/edge.http.ts';
import { makeClick } from './support/make-click.ts';
import { useControlPlane } from './support/test-control-plane.ts';

const plane = useControlPlane();
const deliver = (clicks: Click[], ledgerId?: string) =>
  plane.client(plane.workspace.tokens.edge).deliverClicks({ body: { clicks, ...(ledgerId && { ledgerId }) } });
const clicks = (count: number, edge = 'local') => Array.from({ length: count }, () => makeClick({ edge }));

const storedIn = async (ledgerId: string) =>
  (await plane.db.select().from(clickTallies).where(eq(clickTallies.ledgerId, ledgerId)))[0]?.stored;

const booksOf = (change: Partial<EdgeBooks>): EdgeBooks => ({
  edge: 'local',
  ledgerId: 'none',
  answered: 0,
  delivered: 0,
  onDisk: 0,
  inMemory: 0,
  unconfirmed: 0,
  setAside: 0,
  lost: 0,
  unknown: 0,
  adopted: 0,
  ...change,
});

/** A router as far as its books go. */
async function startRouter(answer: () => { status: number; body: unknown }): Promise<string> {
  const server = createServer((request, response) => {
    const isAllowed = request.url === '/edge/books' && request.headers.authorization === 'Bearer edge-token';
    const { status, body } = isAllowed ? answer() : { status: 401, body: {} };
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function readLedger(urls: string[], token = plane.workspace.tokens.viewer): Promise<ClickLedger> {
  const app = createApp({ ...plane.deps, edges: urls.map((url) => createHttpEdge(url, 'edge-token')) });
  const response = await app.request('/v1/click-ledger', { headers: { authorization: `Bearer ${token}` } });
  return ClickLedger.parse(await response.json());
}

describe('the tally of stored clicks', () => {
  test('given clicks delivered twice, shuffled and at once, then each is counted once, in its own books (R23, S6)', async () => {
    const batch = clicks(40);
    await Promise.all([0, 10, 25].map((by) => deliver([...batch.slice(by), ...batch.slice(0, by)], 'shuffled')));
    await deliver(batch.slice(5, 6), 'shuffled');
    expect(await storedIn('shuffled')).toBe(40);
  });

  test('given clicks without books, then they are counted by their edge, as an estimate (R23)', async () => {
    await deliver([...clicks(2, 'cloudflare'), ...clicks(1, 'other')]);
    const { uncompared } = await readLedger([]);
    expect(uncompared).toContainEqual(
      expect.objectContaining({ edge: 'cloudflare', ledgerId: 'edge:cloudflare', stored: 2, isEstimate: true }),
    );
    expect(uncompared).toContainEqual(expect.objectContaining({ edge: 'other', stored: 1 }));
  });
});

describe('the click ledger', () => {
  test('given a router whose books agree with the database, then they add up (R23)', async () => {
    await deliver(clicks(7), 'agrees');
    const books = booksOf({ ledgerId: 'agrees', answered: 12, delivered: 7, onDisk: 3, setAside: 1, lost: 1 });
    const url = await startRouter(() => ({ status: 200, body: books }));
    const { addsUp, books: found, unreachable } = await readLedger([url, `${url}/`.slice(0, -1)]);
    expect([addsUp, unreachable]).toEqual([true, []]);
    expect(found).toEqual([
      { edge: 'local', ledgerId: 'agrees', answered: 12, stored: 7, onTheWay: 3, setAside: 1, lost: 1, difference: 0 },
    ]);
  });

  test('given a click that the router saw stored and the database does not have, then they do not add up (R23)', async () => {
    await deliver(clicks(7), 'misses');
    const books = booksOf({ ledgerId: 'misses', answered: 8, delivered: 8 });
    const url = await startRouter(() => ({ status: 200, body: books }));
    expect(await readLedger([url])).toMatchObject({ addsUp: false, books: [{ stored: 7, difference: 1 }] });
  });

  test('given a router that cannot be asked, then its books are not said to add up, and what it stored is shown', async () => {
    await deliver(clicks(2), 'silent');
    const url = await startRouter(() => ({ status: 500, body: {} }));
    const { addsUp, unreachable, uncompared } = await readLedger([url]);
    expect(addsUp).toBe(false);
    expect(unreachable).toEqual([{ url, detail: expect.stringContaining('500') }]);
    expect(uncompared).toContainEqual(expect.objectContaining({ ledgerId: 'silent', stored: 2, isEstimate: false }));
  });

  test('given an edge without books, then there is nothing to compare, and nothing is wrong', async () => {
    const url = await startRouter(() => ({ status: 404, body: {} }));
    expect(await readLedger([url])).toMatchObject({ addsUp: true, books: [], unreachable: [] });
  });

  test('given an edge’s own token, then it may not read it', async () => {
    const app = createApp(plane.deps);
    const headers = { authorization: `Bearer ${plane.workspace.tokens.edge}` };
    expect((await app.request('/v1/click-ledger', { headers })).status).toBe(403);
  });
});
