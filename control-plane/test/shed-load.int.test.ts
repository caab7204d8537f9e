import { Problem } from '@alyson/schema';
import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { useControlPlane } from './support/test-control-plane.ts';

const plane = useControlPlane();
const REQUESTS = 300;
const MOST_IN_PROGRESS = 200;

test('S15: given more requests than can be answered, then the rest are told at once when to come again, and edges never', async () => {
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const locked = Promise.withResolvers<void>();
  const holder = plane.db.transaction(async (tx) => {
    await tx.execute(sql`lock table experiments in access exclusive mode`);
    locked.resolve();
    await released;
  });
  await locked.promise;

  const token = plane.workspace.tokens.admin;
  const asked = Array.from({ length: REQUESTS }, () => plane.request('/v1/experiments', { token }));
  // Those turned away answer while all others still wait for the table.
  const first = await Promise.race(asked);
  expect(first.status).toBe(503);
  expect(first.headers.get('retry-after')).toBe('1');
  expect(Problem.parse(await first.json())).toMatchObject({ code: 'unavailable' });
  expect((await plane.request('/healthz')).status).toBe(200);
  expect((await deliverNothing()).status).toBe(422);

  release();
  await holder;
  const statuses = (await Promise.all(asked)).map(({ status }) => status);
  expect(statuses.filter((status) => status === 200)).toHaveLength(MOST_IN_PROGRESS);
  expect(statuses.filter((status) => status === 503)).toHaveLength(REQUESTS - MOST_IN_PROGRESS);
  expect((await plane.request('/v1/experiments', { token })).status).toBe(200);
});

/** Through an edge's door; that it is refused for what it says needs no database, which is busy. */
const deliverNothing = () =>
  plane.request('/v1/clicks', {
    method: 'POST',
    token: plane.workspace.tokens.edge,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ clicks: [] }),
  });
