import type { ChangeEvent } from '@alyson/schema';
import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createApp } from '../src/app.ts';
import type { BackgroundTask } from '../src/background.ts';
import { startCarryingChanges } from '../src/carry-changes.ts';
import type { Deps } from '../src/context.ts';
import { connectPostgres } from '../src/io/database.postgres.ts';
import type { DatabaseConnection } from '../src/io/database.ts';
import { draft } from './support/drafts.ts';
import { testDeps, useControlPlane } from './support/test-control-plane.ts';

const SOON = { timeout: 10_000, interval: 10 };
const plane = useControlPlane();

interface Instance {
  deps: Deps;
  connection: DatabaseConnection;
  carrying: BackgroundTask;
  heard: ChangeEvent[];
}

let instances: Instance[];

/** Another process on the same database, once it hears the others. */
async function startInstance(name: string): Promise<Instance> {
  const connection = connectPostgres(plane.deps.config.databaseUrl, () => undefined);
  const deps = testDeps(plane.deps.config, connection.db, plane.clock, name);
  const heard: ChangeEvent[] = [];
  deps.changes.subscribe(({ event }) => heard.push(event));
  const instance = { deps, connection, heard, carrying: startCarryingChanges(deps, connection) };
  await vi.waitFor(() => expect(heard.length).toBeGreaterThan(0), SOON);
  heard.length = 0;
  return instance;
}

beforeEach(async () => {
  instances = await Promise.all([startInstance('one'), startInstance('two')]);
});
afterEach(async () => {
  for (const { carrying, connection } of instances) {
    await carrying.stop();
    await connection.close();
  }
});

const both = (): [Instance, Instance] => {
  const [one, two] = instances;
  return one && two ? [one, two] : expect.fail('two instances');
};
const click = (count: number) => ({ topic: 'click' as const, experimentIds: ['exp_1'], count });
const countsOf = ({ heard }: Instance) => heard.map(({ count }) => count);

describe('C10: notes of changes between processes', () => {
  test('given notes made at two processes, then both hear all of them, in one order and with the same ids', async () => {
    const [one, two] = both();
    for (let i = 0; i < 50; i += 1) (i % 2 === 0 ? one : two).deps.changes.publish('ws', click(i));
    await vi.waitFor(() => expect([one.heard.length, two.heard.length]).toEqual([50, 50]), SOON);
    expect(one.heard).toEqual(two.heard);
    expect(countsOf(one).filter((count) => count % 2 === 0)).toEqual(Array.from({ length: 25 }, (_, i) => i * 2));
  });

  test('given a reader that leaves one process, then it goes on at the other with what it missed', async () => {
    const [one, two] = both();
    for (let i = 0; i < 5; i += 1) one.deps.changes.publish('ws', click(i));
    await vi.waitFor(() => expect([one.heard.length, two.heard.length]).toEqual([5, 5]), SOON);
    const id = one.heard[2]?.id ?? expect.fail();
    expect(two.deps.changes.since('ws', id)?.map(({ count }) => count)).toEqual([3, 4]);
  });

  test('given a note that names more experiments than a note can, then it names none', async () => {
    const [one, two] = both();
    const experimentIds = Array.from({ length: 1_000 }, (_, i) => `exp_${i}`);
    one.deps.changes.publish('ws', { topic: 'click', experimentIds, count: 1_000 });
    await vi.waitFor(() => expect(two.heard).toMatchObject([{ experimentIds: [], count: 1_000 }]), SOON);
  });

  test('given the listening connection breaks, then it is made anew, and every reader is told that anything may have changed', async () => {
    const [one, two] = both();
    const ended = sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name like '%listener'`;
    await plane.db.execute(ended);
    await vi.waitFor(() => {
      for (const { heard } of [one, two])
        expect(heard.every(({ experimentIds }) => experimentIds.length === 0)).toBe(true);
      expect(one.heard.length).toBeGreaterThan(0);
      expect(two.heard.length).toBeGreaterThan(0);
    }, SOON);
    one.deps.changes.publish('ws', click(7));
    await vi.waitFor(() => expect(countsOf(two)).toContain(7), SOON);
  });

  test('given nothing can listen, then notes are told within the process', async () => {
    const [one] = both();
    await one.carrying.stop();
    one.deps.changes.publish('ws', click(9));
    expect(countsOf(one)).toEqual([9]);
  });

  test('given a change at one process, then a reader of the stream at the other hears of it', async () => {
    const [one, two] = both();
    const authorization = `Bearer ${plane.workspace.tokens.admin}`;
    const stream = await createApp(two.deps).request('/v1/events', { headers: { authorization } });
    const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader() ?? expect.fail('no body');
    const answer = await createApp(one.deps).request('/v1/experiments', {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body: JSON.stringify(draft()),
    });
    const { id } = (await answer.json()) as { id: string };
    let text = '';
    while (!text.includes(id)) text += (await reader.read()).value;
    expect(text).toMatch(/^retry: 2000\n\n|^id: /);
    await reader.cancel();
  });
});
