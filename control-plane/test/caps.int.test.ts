import { DAY_MS, type Experiment, HOUR_MS } from '@alyson/schema';
import { auditEntries, releases } from '@alyson/schema/tables';
import { asc, eq, sql } from 'drizzle-orm';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { keepCaps } from '../src/features/caps/keep-caps.ts';
import { startKeepingCaps } from '../src/features/caps/start-keeping-caps.ts';
import { draft, startedExperiment } from './support/drafts.ts';
import { makeClick } from './support/make-click.ts';
import { STARTED_AT, testDeps, useControlPlane } from './support/test-control-plane.ts';

const plane = useControlPlane();

beforeEach(() => {
  plane.clock.now = STARTED_AT;
});

const at = ({ id }: Experiment) => ({ params: { experimentId: id } });
const read = (experiment: Experiment) => plane.client().getExperiment(at(experiment));
const releasesOf = ({ id }: Experiment) =>
  plane.db.select().from(releases).where(eq(releases.experimentId, id)).orderBy(asc(releases.number));

/** An experiment whose agents A and B have these caps a day, and both together that one. */
const capped = (caps: readonly (number | null)[], dailyCap: number | null = null, timezone = 'UTC') =>
  startedExperiment(plane.client(), {
    dailyCap,
    timezone,
    agents: draft().agents.map((agent, i) => ({ ...agent, dailyCap: caps[i] ?? null })),
  });

async function click(experiment: Experiment, agent: number, count: number, changes: object = {}) {
  const agentId = experiment.agents[agent]?.id ?? null;
  const clicks = Array.from({ length: count }, () =>
    makeClick({ experimentId: experiment.id, agentId, at: plane.clock.now, ...changes }),
  );
  await plane.client(plane.workspace.tokens.edge).deliverClicks({ body: { clicks } });
}

describe('daily caps (R10)', () => {
  test('given an agent’s clicks of the day, then at its cap it is passed over, by a release of the system', async () => {
    const experiment = await capped([3]);
    await click(experiment, 0, 2);
    await keepCaps(plane.deps);
    expect(await releasesOf(experiment)).toHaveLength(1);
    await click(experiment, 0, 1);
    await keepCaps(plane.deps);
    const [, second] = await releasesOf(experiment);
    expect(second).toMatchObject({
      cause: 'capped',
      actorKind: 'system',
      reason: 'Agent A has had its 3 clicks of the day.',
      document: { state: 'running', agents: [{ isOn: true, isCapped: true }, { isCapped: false }] },
    });
    expect(second?.document.table).toEqual((await releasesOf(experiment))[0]?.document.table);
    const shown = await read(experiment);
    expect(shown).toMatchObject({ version: experiment.version, isCapped: false, release: { number: 2 } });
    expect(shown.agents.map(({ isCapped }) => isCapped)).toEqual([true, false]);
    const audited = await plane.db.select().from(auditEntries).where(eq(auditEntries.objectId, experiment.id));
    expect(audited.at(-1)).toMatchObject({ action: 'experiment.capped', actorKind: 'system' });
  });

  test('given all clicks of the experiment’s day, sent ones too, then it goes to the fallback', async () => {
    const experiment = await capped([], 4);
    await click(experiment, 0, 2);
    await click(experiment, 1, 2, { reason: 'rule_agent' });
    await keepCaps(plane.deps);
    expect((await releasesOf(experiment)).at(-1)?.document.state).toBe('capped');
    expect(await read(experiment)).toMatchObject({ state: 'running', isCapped: true });
  });

  test('given bots, clicks of yesterday and clicks to nobody, then they use nothing up', async () => {
    const experiment = await capped([2], 2);
    await click(experiment, 0, 5, { isBot: true });
    await click(experiment, 0, 5, { at: STARTED_AT - DAY_MS });
    await click(experiment, 9, 5, { reason: 'paused' });
    await keepCaps(plane.deps);
    expect(await releasesOf(experiment)).toHaveLength(1);
  });

  test('given the day turns in its timezone, then the cap is lifted, and not before', async () => {
    // 12:00 UTC is 7 AM in New York: its day turns 17 hours later.
    const experiment = await capped([2], null, 'America/New_York');
    await click(experiment, 0, 2);
    await keepCaps(plane.deps);
    plane.clock.now = STARTED_AT + 17 * HOUR_MS - 1;
    await keepCaps(plane.deps);
    expect(await releasesOf(experiment)).toHaveLength(2);
    plane.clock.now += 1;
    await keepCaps(plane.deps);
    expect((await releasesOf(experiment)).at(-1)).toMatchObject({
      number: 3,
      cause: 'uncapped',
      document: { agents: [{ isCapped: false }, { isCapped: false }] },
    });
  });

  test('given a day that begins within an hour, then the hour’s first half belongs to the day before', async () => {
    const experiment = await capped([2], null, 'Asia/Kolkata');
    plane.clock.now = Date.parse('2026-11-22T18:45:00.000Z'); // 00:15 there
    await click(experiment, 0, 5, { at: Date.parse('2026-11-22T18:29:59.999Z') });
    await click(experiment, 0, 1, { at: Date.parse('2026-11-22T18:30:00.000Z') });
    await keepCaps(plane.deps);
    expect(await releasesOf(experiment)).toHaveLength(1);
    await click(experiment, 0, 1, { at: Date.parse('2026-11-22T18:40:00.000Z') });
    await keepCaps(plane.deps);
    expect(await releasesOf(experiment)).toHaveLength(2);
  });

  test('given the cap is raised or taken away, then the agent is back within a look', async () => {
    const experiment = await capped([2]);
    await click(experiment, 0, 2);
    await keepCaps(plane.deps);
    const agentId = experiment.agents[0]?.id ?? '';
    const change = async (dailyCap: number | null) => {
      const { version } = await read(experiment);
      await plane
        .client()
        .changeAgent({ params: { experimentId: experiment.id, agentId }, ifMatch: version, body: { dailyCap } });
      await keepCaps(plane.deps);
      return (await read(experiment)).agents[0]?.isCapped;
    };
    expect(await change(5)).toBe(false);
    expect(await change(1)).toBe(true);
    expect(await change(null)).toBe(false);
    expect((await releasesOf(experiment)).map(({ cause }) => cause)).toEqual([
      'started',
      'capped',
      'uncapped',
      'capped',
      'uncapped',
    ]);
  });

  test('given another release meanwhile, then it keeps the cap; paused, then nothing is published', async () => {
    const experiment = await capped([2]);
    await click(experiment, 0, 2);
    await keepCaps(plane.deps);
    await plane.client().pauseExperiment(at(experiment));
    plane.clock.now += DAY_MS;
    await keepCaps(plane.deps);
    expect((await releasesOf(experiment)).at(-1)).toMatchObject({
      cause: 'paused',
      document: { state: 'paused', agents: [{ isCapped: true }, {}] },
    });
  });

  test('given four processes at once, then one release', async () => {
    const experiment = await capped([2]);
    await click(experiment, 0, 2);
    const processes = ['a', 'b', 'c', 'd'].map((seed) => testDeps(plane.deps.config, plane.db, plane.clock, seed));
    // All four have seen that the cap is reached, and wait for each other, before one of them may publish.
    const kept = await plane.db.transaction(async (tx) => {
      await tx.execute(sql`select from experiments where id = ${experiment.id} for update`);
      const steps = Promise.all(processes.map((deps) => keepCaps(deps)));
      const waiting = sql`select count(*)::int as count from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`;
      await vi.waitFor(async () => expect((await plane.db.execute(waiting)).rows).toEqual([{ count: 4 }]));
      return { steps };
    });
    await kept.steps;
    expect(await releasesOf(experiment)).toHaveLength(2);
  });

  test('given the loop runs, then a cap is in force within two seconds of its click', async () => {
    const experiment = await capped([1]);
    const task = startKeepingCaps(plane.deps);
    await click(experiment, 0, 1);
    await vi.waitFor(async () => expect(await releasesOf(experiment)).toHaveLength(2), { timeout: 2000 });
    await task.stop();
  });
});
