import { randomUUID } from 'node:crypto';
import type { Experiment } from '@alyson/schema';
import { experiments, outbox, releases, schedules } from '@alyson/schema/tables';
import { asc, eq, isNull } from 'drizzle-orm';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { connectPostgres } from '../src/io/database.postgres.ts';
import type { DatabaseConnection } from '../src/io/database.ts';
import { draft } from './support/drafts.ts';
import { type FakeEdge, startFakeEdge } from './support/fake-edge.ts';
import {
  adminOf,
  endControlPlane,
  isHealthy,
  RELEASE_KEYS,
  type SpawnedControlPlane,
  spawnControlPlane,
} from './support/spawn-control-plane.ts';
import { startStepProxy } from './support/step-proxy.ts';
import { cloneTemplate, dropDatabase } from './support/throwaway-database.ts';

const LATER = { timeout: 30_000, interval: 20 };
/** More than one change takes; the test ends by itself as soon as one is through. */
const MOST_STEPS = 400;

/** Kills the process at the step that it is armed with: that step, and all after it, never leave the process. */
class Killer {
  target: SpawnedControlPlane | null = null;
  /** Steps to go; null: none is counted. */
  left: number | null = null;
  hasStruck = false;

  step(): boolean {
    if (this.hasStruck) return false;
    if (this.left === null) return true;
    this.left -= 1;
    if (this.left > 0) return true;
    this.hasStruck = true;
    this.target?.child.kill('SIGKILL');
    return false;
  }
}

const killer = new Killer();
const proxies: Awaited<ReturnType<typeof startStepProxy>>[] = [];
let edge: FakeEdge;
let surroundings: Record<string, string>;
let connection: DatabaseConnection;
let databaseName: string;
let running: SpawnedControlPlane;

beforeAll(async () => {
  databaseName = `kill_${randomUUID().replaceAll('-', '')}`;
  const databaseUrl = await cloneTemplate(inject('postgresUrl'), databaseName);
  connection = connectPostgres(databaseUrl, () => undefined);
  edge = await startFakeEdge(RELEASE_KEYS.publicKey, 'local');
  const database = new URL(databaseUrl);
  const toDatabase = await startStepProxy({ host: database.hostname, port: Number(database.port) }, killer, {
    // What the server did before it answered is seen by killing before the next question.
    countsAnswers: false,
  });
  const { port } = new URL(edge.url);
  const toEdge = await startStepProxy({ host: '127.0.0.1', port: Number(port) }, killer, { countsAnswers: true });
  proxies.push(toDatabase, toEdge);
  database.hostname = '127.0.0.1';
  database.port = String(toDatabase.port);
  surroundings = { DATABASE_URL: database.href, ALYSON_EDGE_URLS: `http://127.0.0.1:${toEdge.port}` };
});
afterAll(async () => {
  if (running) await endControlPlane(running);
  await Promise.all([...proxies.map((proxy) => proxy.close()), edge?.close(), connection?.close()]);
  await dropDatabase(inject('postgresUrl'), databaseName);
});

/** Starts the process, as after the one before was killed. */
async function restart(): Promise<void> {
  for (const proxy of proxies) proxy.cut();
  killer.hasStruck = false;
  killer.left = null;
  running = await spawnControlPlane(surroundings);
  killer.target = running;
  await vi.waitFor(() => isHealthy(running), LATER);
}

/** A change with everything that can follow from one: settings, a release, a schedule. */
const settingsOf = (n: number) => ({
  stickyDays: n % 400,
  gradingSchedule: { expression: `rate(${n + 1} hours)`, timezone: 'UTC' },
});

/** The experiment, once database, schedule and edge say the same; until then it throws. */
async function readAgreed(id: string): Promise<typeof experiments.$inferSelect> {
  const { db } = connection;
  const [experiment] = await db.select().from(experiments).where(eq(experiments.id, id));
  const [schedule] = await db.select().from(schedules).where(eq(schedules.experimentId, id));
  const made = await db.select().from(releases).where(eq(releases.experimentId, id)).orderBy(asc(releases.number));
  const newest = made.at(-1);
  if (!experiment || !newest) return expect.fail('the experiment is gone');
  expect(made.map(({ number }) => number)).toEqual(made.map((_, i) => i + 1));
  // One change is one version and one release, whole or not at all.
  expect(experiment.version).toBe(newest.number + 1);
  expect(newest.document.stickyDays).toBe(experiment.stickyDays);
  const expression = newest.number === 1 ? null : settingsOf(experiment.stickyDays).gradingSchedule.expression;
  expect(schedule?.expression ?? null).toBe(expression);
  expect(edge.releaseOf(id)).toEqual(newest.document);
  expect(newest.confirmedAt).not.toBeNull();
  expect(await db.select().from(outbox).where(isNull(outbox.deliveredAt))).toEqual([]);
  return experiment;
}

const untilAllAgree = (id: string) => vi.waitFor(() => readAgreed(id), LATER);

/** @returns whether the change came all the way; false where the process was killed on it */
async function untilThroughOrKilled(id: string, before: { version: number }): Promise<boolean> {
  const { child } = running;
  const isThrough = () =>
    readAgreed(id).then(
      ({ version }) => version > before.version,
      () => false,
    );
  while (child.signalCode === null) if (await isThrough()) return true;
  return false;
}

test('C6: given kill -9 between any two steps of changing an experiment, then after a restart database, schedule and edge agree', {
  timeout: 900_000,
}, async () => {
  await restart();
  const { id }: Experiment = await adminOf(running).createExperiment({ body: draft() });
  await adminOf(running).startExperiment({ params: { experimentId: id } });
  let before = await untilAllAgree(id);
  const killed = { beforeIt: 0, afterIt: 0 };

  for (let n = 1; ; n += 1) {
    expect(n).toBeLessThan(MOST_STEPS);
    killer.left = n;
    const change = adminOf(running)
      .changeExperiment({ params: { experimentId: id }, ifMatch: before.version, body: settingsOf(n) })
      .then(
        () => 'answered' as const,
        () => 'unanswered' as const,
      );
    const isThrough = await untilThroughOrKilled(id, before);
    killer.left = null;
    const answer = await change;
    if (isThrough) break;
    await restart();
    const after = await untilAllAgree(id);
    // What was answered has happened; what was not may have, as a whole.
    if (answer === 'answered') expect(after.stickyDays).toBe(n);
    else expect([before.stickyDays, n]).toContain(after.stickyDays);
    killed[after.stickyDays === n ? 'afterIt' : 'beforeIt'] += 1;
    before = after;
  }
  // Both halves of the way were walked: up to the commit, and from there to the edge and back.
  expect(killed.beforeIt).toBeGreaterThan(0);
  expect(killed.afterIt).toBeGreaterThan(0);
});
