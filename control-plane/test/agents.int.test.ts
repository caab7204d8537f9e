import { type Experiment, type Histories, HOUR_MS } from '@alyson/schema';
import { auditEntries, releases } from '@alyson/schema/tables';
import { asc, eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { draft, startedExperiment } from './support/drafts.ts';
import { proposalOf, takeRun } from './support/drive-run.ts';
import { makeClick } from './support/make-click.ts';
import { problemOf } from './support/problem-of.ts';
import { useControlPlane } from './support/test-control-plane.ts';

const plane = useControlPlane();

const at = ({ id }: Experiment) => ({ params: { experimentId: id } });
const agentAt = (experiment: Experiment, index: number) => ({
  params: { experimentId: experiment.id, agentId: experiment.agents[index]?.id ?? expect.fail('no such agent') },
});
const splitOf = ({ agents }: Experiment) => agents.map((agent) => agent.weightBasisPoints);
const releasesOf = (id: string) =>
  plane.db.select().from(releases).where(eq(releases.experimentId, id)).orderBy(asc(releases.number));
const newestOf = async (id: string) => (await releasesOf(id)).at(-1) ?? expect.fail('no release');
const lastAuditOf = async (id: string) =>
  (await plane.db.select().from(auditEntries).where(eq(auditEntries.objectId, id)).orderBy(asc(auditEntries.id))).at(
    -1,
  );

const third = { name: 'Calculator', landingUrl: 'https://pages.example/calculator' };
const addThird = (experiment: Experiment, changes = {}) =>
  plane.client().addAgent({ ...at(experiment), body: { ...third, ...changes } });

describe('adding an agent (C9)', () => {
  test('given a draft, then it has another agent with the next letter, and nothing is published', async () => {
    const before = await plane.client().createExperiment({ body: draft() });
    const after = await addThird(before, { weightBasisPoints: 2000 });
    expect(after.agents.map(({ letter }) => letter)).toEqual(['A', 'B', 'C']);
    expect(splitOf(after)).toEqual([4000, 4000, 2000]);
    expect(after.release).toBeNull();
    expect(await lastAuditOf(before.id)).toMatchObject({
      action: 'agent.added',
      before: { weights: [{ weightBasisPoints: 5000 }, { weightBasisPoints: 5000 }] },
      after: { letter: 'C', name: 'Calculator', landingUrl: third.landingUrl },
    });
  });

  test('given a live experiment, then a release lists it, and says so in words', async () => {
    const before = await startedExperiment(plane.client());
    const after = await addThird(before, { weightBasisPoints: 1000, reason: 'the new form' });
    const release = await newestOf(before.id);
    expect(release).toMatchObject({
      number: 2,
      cause: 'agent_added',
      reason: 'the new form',
      summary: 'added agent C, “Calculator”',
    });
    expect(release.document.agents.map(({ id }) => id)).toEqual(after.agents.map(({ id }) => id));
    expect(splitOf(after)).toEqual([4500, 4500, 1000]);
  });

  test('given no weight is named, then it begins at 0 and nobody changes page', async () => {
    const before = await startedExperiment(plane.client());
    const [first] = await releasesOf(before.id);
    expect(splitOf(await addThird(before))).toEqual([5000, 5000, 0]);
    expect((await newestOf(before.id)).document.table).toEqual(first?.document.table);
  });

  test.each([
    {
      given: 'a page without TLS',
      change: { landingUrl: 'http://x.example/' },
      pointer: '#/landingUrl',
      says: /https/,
    },
    {
      given: 'an unknown macro',
      change: { landingUrl: 'https://x.example/{wat}' },
      pointer: '#/landingUrl',
      says: /wat/,
    },
    { given: 'a second control', change: { isControl: true }, pointer: '#/isControl', says: /agent A is the control/ },
    { given: "another's url_id", change: { tuneUrlId: '7' }, pointer: '#/tuneUrlId', says: /agent B's already/ },
    {
      given: 'a weight above 100%',
      change: { weightBasisPoints: 10_001 },
      pointer: '#/weightBasisPoints',
      says: /10000/,
    },
  ])('C2: given $given, then $pointer says so and nothing changes', async ({ change, pointer, says }) => {
    const [a, b] = draft().agents;
    const before = await plane
      .client()
      .createExperiment({ body: draft({ agents: a && b ? [a, { ...b, tuneUrlId: '7' }] : [] }) });
    const problem = await problemOf(addThird(before, change));
    expect(problem.code).toBe('validation_failed');
    expect(problem.errors.find((error) => error.pointer === pointer)?.detail).toMatch(says);
    expect(await plane.client().getExperiment(at(before))).toEqual(before);
  });

  test('given the exploration minimum leaves no room, then the refusal says where to lower it', async () => {
    const optimization = { floorBasisPoints: 5000 };
    const before = await plane.client().createExperiment({ body: draft({ optimization }) });
    const problem = await problemOf(addThird(before));
    expect(problem.errors[0]?.detail).toMatch(/33\.33%.*Settings/);
  });

  test('given it has ended, then it is refused', async () => {
    const before = await startedExperiment(plane.client());
    await plane.client().completeExperiment(at(before));
    expect((await problemOf(addThird(before))).message).toMatch(/this one is completed/);
  });
});

describe('an agent that goes', () => {
  test('given a draft, then it is removed, and the others share its weight', async () => {
    const before = await addThird(await plane.client().createExperiment({ body: draft() }), {
      weightBasisPoints: 2000,
    });
    const after = await plane.client().removeAgent({ ...agentAt(before, 2), ifMatch: before.version });
    expect(splitOf(after)).toEqual([5000, 5000]);
    expect(await lastAuditOf(before.id)).toMatchObject({ action: 'agent.removed', before: { letter: 'C' } });
    const problem = await problemOf(plane.client().removeAgent({ ...agentAt(after, 1), ifMatch: after.version }));
    expect(problem.message).toMatch(/two agents at least/);
  });

  test('given an older version was read, then removing is refused (C5)', async () => {
    const before = await addThird(await plane.client().createExperiment({ body: draft() }));
    const problem = await problemOf(plane.client().removeAgent({ ...agentAt(before, 2), ifMatch: before.version - 1 }));
    expect(problem.code).toBe('stale_version');
  });

  test('given a live experiment, then it cannot be removed but archived, and no release lists it any more', async () => {
    const before = await addThird(await startedExperiment(plane.client()), { weightBasisPoints: 2000 });
    const refused = await problemOf(plane.client().removeAgent({ ...agentAt(before, 1), ifMatch: before.version }));
    expect(refused.message).toMatch(/Archive the agent instead/);

    const after = await plane.client().archiveAgent(agentAt(before, 1));
    expect(after.agents.map(({ letter, state }) => `${letter} ${state}`)).toEqual(['A on', 'B archived', 'C on']);
    expect(splitOf(after)).toEqual([6667, 0, 3333]);
    const release = await newestOf(before.id);
    expect(release).toMatchObject({ cause: 'agent_archived', summary: 'archived agent B, “Quiz”' });
    expect(release.document.agents.map(({ number }) => number)).toEqual([1, 3]);
    expect(release.document.table.owners.every((owner) => owner < 2)).toBe(true);

    const again = await addThird(after, { name: 'Fourth', landingUrl: 'https://pages.example/4' });
    expect(again.agents.at(-1)).toMatchObject({ letter: 'D', number: 4 });
  });

  test('given it comes back, then it is off, without weight, and can be turned on', async () => {
    const before = await addThird(await startedExperiment(plane.client()), { weightBasisPoints: 2000 });
    await plane.client().archiveAgent(agentAt(before, 2));
    expect((await problemOf(plane.client().turnAgentOn(agentAt(before, 2)))).message).toMatch(/archived/);
    const after = await plane.client().restoreAgent(agentAt(before, 2));
    expect(after.agents[2]).toMatchObject({ state: 'off', weightBasisPoints: 0 });
    expect((await plane.client().turnAgentOn(agentAt(before, 2))).agents[2]?.state).toBe('on');
    expect((await newestOf(before.id)).document.agents).toHaveLength(3);
  });

  test('given it is the control, the last, or named by a rule, then each refusal says what to do first', async () => {
    const before = await startedExperiment(plane.client());
    expect((await problemOf(plane.client().archiveAgent(agentAt(before, 0)))).message).toMatch(
      /Make another agent the control/,
    );
    const rules = [
      {
        id: 'us',
        name: 'Americans',
        conditions: [{ on: 'country' as const, test: 'is' as const, values: ['US'] }],
        outcome: { to: 'agent' as const, agentId: before.agents[1]?.id ?? '' },
      },
    ];
    const ruled = await plane.client().changeExperiment({ ...at(before), ifMatch: before.version, body: { rules } });
    expect((await problemOf(plane.client().archiveAgent(agentAt(ruled, 1)))).message).toMatch(/rule “Americans”/);
    const freed = await plane.client().changeExperiment({ ...at(ruled), ifMatch: ruled.version, body: { rules: [] } });
    await plane.client().archiveAgent(agentAt(freed, 1));
    const bare = await plane.client().getExperiment(at(before));
    await plane.client().changeAgent({ ...agentAt(bare, 0), ifMatch: bare.version, body: { isControl: false } });
    expect((await problemOf(plane.client().archiveAgent(agentAt(bare, 0)))).message).toMatch(/No agent would be on/);
  });

  test('given a rollback to before it was archived, then it is refused until the agent is back; then the old table returns (R6)', async () => {
    const before = await startedExperiment(plane.client());
    await addThird(before, { weightBasisPoints: 2000 });
    const now = await plane.client().getExperiment(at(before));
    const archived = await plane.client().archiveAgent(agentAt(now, 1));
    const rollBack = (ifMatch: number) =>
      plane.client().rollBack({
        params: { experimentId: before.id, number: 2 },
        ifMatch,
        body: { reason: 'as it was', hold: false },
      });
    expect((await problemOf(rollBack(archived.version))).message).toMatch(/agent B, which is archived/);
    await plane.client().restoreAgent(agentAt(now, 1));
    const back = await plane.client().turnAgentOn(agentAt(now, 1));
    await rollBack(back.version);
    const all = await releasesOf(before.id);
    expect(all.at(-1)?.document.table).toEqual(all[1]?.document.table);
    const [owner] = (all[0]?.document.table.owners ?? []).filter((o) => o === 1);
    expect(owner).toBe(1);
  });
});

describe('changing an agent', () => {
  test('given a live experiment, then another landing page is a release that says so', async () => {
    const before = await startedExperiment(plane.client());
    const landingUrl = 'https://pages.example/longer?src={source}';
    const body = { landingUrl, reason: 'moved host' };
    const after = await plane.client().changeAgent({ ...agentAt(before, 0), ifMatch: before.version, body });
    expect(after.agents[0]).toMatchObject({ landingUrl, id: before.agents[0]?.id });
    const release = await newestOf(before.id);
    expect(release).toMatchObject({ reason: 'moved host', summary: 'changed the landing page of agent A' });
    expect(release.document.agents[0]?.landingUrl).toBe(landingUrl);
  });

  test('given a page that is none, then its field says so', async () => {
    const before = await startedExperiment(plane.client());
    const body = { landingUrl: 'ftp://x.example/' };
    const problem = await problemOf(
      plane.client().changeAgent({ ...agentAt(before, 0), ifMatch: before.version, body }),
    );
    expect(problem.errors[0]?.pointer).toBe('#/landingUrl');
  });

  test('given another control, then it takes the mark from who had it', async () => {
    const before = await startedExperiment(plane.client());
    const after = await plane
      .client()
      .changeAgent({ ...agentAt(before, 1), ifMatch: before.version, body: { isControl: true } });
    expect(after.agents.map(({ isControl }) => isControl)).toEqual([false, true]);
  });
});

describe('what the optimizer knows (C9)', () => {
  const historiesOf = async (id: string): Promise<Histories> => {
    const { id: runId } = await plane.client().startRun({ params: { experimentId: id } });
    const { run, histories } = await takeRun(plane);
    expect(run.id).toBe(runId);
    const proposal = proposalOf(
      histories,
      histories.agents.map(({ weightBasisPoints }) => weightBasisPoints),
    );
    await plane
      .client(plane.workspace.tokens.worker)
      .proposeSplit({ params: { runId }, body: { leaseId: run.leaseId, proposal } });
    plane.clock.now += 60_000;
    return histories;
  };
  const known = ({ agents }: Histories, ids: readonly string[]) =>
    ids.map((id) => {
      const { slots, outcomes } = agents.find(({ agentId }) => agentId === id) ?? expect.fail('it is forgotten');
      return { slots, outcomes };
    });

  test('given agents are added, turned off, archived and brought back, then of all others it knows exactly what it did', async () => {
    const experiment = await startedExperiment(plane.client(), { mode: 'auto' });
    const [a, b] = experiment.agents.map(({ id }) => id as string);
    if (!a || !b) expect.fail('two agents');
    const clicks = [a, b, a, b, b].map((agentId, i) =>
      makeClick({
        workspaceId: plane.workspace.id,
        experimentId: experiment.id,
        agentId,
        at: plane.clock.now - (5 - i) * HOUR_MS,
      }),
    );
    await plane.client(plane.workspace.tokens.edge).deliverClicks({ body: { clicks } });
    const first = known(await historiesOf(experiment.id), [a, b]);
    expect(first.map(({ slots }) => slots.reduce((sum, slot) => sum + slot.clicks, 0))).toEqual([2, 3]);

    const grown = await addThird(experiment, { weightBasisPoints: 3000 });
    expect(known(await historiesOf(experiment.id), [a, b])).toEqual(first);
    await plane.client().turnAgentOff(agentAt(grown, 2));
    expect(known(await historiesOf(experiment.id), [a, b])).toEqual(first);
    await plane.client().archiveAgent(agentAt(grown, 1));
    const afterwards = await historiesOf(experiment.id);
    expect(known(afterwards, [a, b])).toEqual(first);
    expect(afterwards.agents.map(({ letter, isOn }) => `${letter} ${isOn}`)).toEqual(['A true', 'B false', 'C false']);
    await plane.client().archiveAgent(agentAt(grown, 2));
    // Of C nothing was ever counted: it has nothing to tell.
    expect((await historiesOf(experiment.id)).agents.map(({ letter }) => letter)).toEqual(['A', 'B']);
    await plane.client().restoreAgent(agentAt(grown, 1));
    expect(known(await historiesOf(experiment.id), [a, b])).toEqual(first);
  });
});
