import type { Experiment } from '@alyson/schema';
import { auditEntries, releases } from '@alyson/schema/tables';
import { asc, eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { draft, startedExperiment } from './support/drafts.ts';
import { problemOf } from './support/problem-of.ts';
import { useControlPlane } from './support/test-control-plane.ts';

const plane = useControlPlane();
const at = (experiment: Experiment) => ({ params: { experimentId: experiment.id } });
const agentAt = (experiment: Experiment, index: number) => ({
  params: { experimentId: experiment.id, agentId: experiment.agents[index]?.id ?? expect.fail('no such agent') },
});
const auditOf = (id: string) =>
  plane.db.select().from(auditEntries).where(eq(auditEntries.objectId, id)).orderBy(asc(auditEntries.id));
const releasesOf = (id: string) =>
  plane.db.select().from(releases).where(eq(releases.experimentId, id)).orderBy(asc(releases.number));
const splitOf = (experiment: Experiment) => experiment.agents.map((agent) => agent.weightBasisPoints);

describe("a person's own split", () => {
  const body = (experiment: Experiment, weights: number[], hold = false) => ({
    weights: experiment.agents.map(({ id }, i) => ({ agentId: id, weightBasisPoints: weights[i] ?? 0 })),
    reason: 'Quiz sells better',
    hold,
  });

  test('given a running experiment, then the split is released by the fewest moves and held if asked', async () => {
    const running = await startedExperiment(plane.client());
    const changed = await plane
      .client()
      .overrideSplit({ ...at(running), ifMatch: running.version, body: body(running, [2000, 8000], true) });
    expect(splitOf(changed)).toEqual([2000, 8000]);
    expect(changed).toMatchObject({
      holdReason: 'Quiz sells better',
      release: { number: 2 },
      version: running.version + 1,
    });
    expect((await releasesOf(running.id))[1]).toMatchObject({
      cause: 'override',
      reason: 'Quiz sells better',
      document: { table: { ends: [2000, 10_000], owners: [0, 1] } },
    });
    expect((await auditOf(running.id)).at(-1)).toMatchObject({
      action: 'experiment.split_overridden',
      reason: 'Quiz sells better',
    });
  });

  test('C5: given an older version, then it is refused', async () => {
    const running = await startedExperiment(plane.client());
    await plane.client().overrideSplit({ ...at(running), ifMatch: running.version, body: body(running, [2000, 8000]) });
    const problem = await problemOf(
      plane.client().overrideSplit({ ...at(running), ifMatch: running.version, body: body(running, [9000, 1000]) }),
    );
    expect(problem).toMatchObject({ code: 'stale_version', message: 'You read version 2; it is at version 3 now.' });
  });

  test('C5: given no version, then it is asked for', async () => {
    const running = await startedExperiment(plane.client());
    const answer = await plane.request(`/v1/experiments/${running.id}/split`, {
      method: 'PUT',
      token: plane.workspace.tokens.editor,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body(running, [1000, 9000])),
    });
    expect(answer.status).toBe(428);
    expect(await answer.json()).toMatchObject({ code: 'precondition_required' });
  });

  test('given a weight for another experiment, then it is refused', async () => {
    const [running, other] = [await startedExperiment(plane.client()), await startedExperiment(plane.client())];
    const problem = await problemOf(
      plane.client().overrideSplit({ ...at(running), ifMatch: running.version, body: body(other, [1000, 9000]) }),
    );
    expect(problem).toMatchObject({ code: 'validation_failed', errors: [{ pointer: '#/weights' }] });
  });

  test('given a draft, then its weights change without a release', async () => {
    const created = await plane.client().createExperiment({ body: draft() });
    const changed = await plane
      .client()
      .overrideSplit({ ...at(created), ifMatch: created.version, body: body(created, [1, 9999]) });
    expect(splitOf(changed)).toEqual([1, 9999]);
    expect(await releasesOf(created.id)).toEqual([]);
  });
});

describe('R8: turning an agent off', () => {
  const three = {
    agents: [
      { name: 'One', landingUrl: 'https://pages.example/1', weightBasisPoints: 5000 },
      { name: 'Two', landingUrl: 'https://pages.example/2', weightBasisPoints: 3000 },
      { name: 'Three', landingUrl: 'https://pages.example/3', weightBasisPoints: 2000 },
    ],
  };

  test('given an agent is turned off and on again, then its weight and every bucket stay where they were', async () => {
    const running = await startedExperiment(plane.client(), three);
    const without = await plane.client().turnAgentOff(agentAt(running, 1));
    expect(without.agents[1]).toMatchObject({ state: 'off', weightBasisPoints: 3000 });
    const again = await plane.client().turnAgentOn(agentAt(running, 1));
    expect(again.agents[1]).toMatchObject({ state: 'on', weightBasisPoints: 3000 });
    const [first, off, on] = await releasesOf(running.id);
    expect(off?.document.agents.map((agent) => agent.isOn)).toEqual([true, false, true]);
    expect(off?.document.table).toEqual(first?.document.table);
    expect(on?.document.table).toEqual(first?.document.table);
    expect([off?.cause, on?.cause]).toEqual(['agent_off', 'agent_on']);
  });

  test('given an agent that is off, when the others get a split, then it keeps its weight and they share the rest', async () => {
    const running = await startedExperiment(plane.client(), three);
    const without = await plane.client().turnAgentOff(agentAt(running, 1));
    const [one, , last] = running.agents;
    const changed = await plane.client().overrideSplit({
      ...at(running),
      ifMatch: without.version,
      body: {
        weights: [
          { agentId: one?.id ?? expect.fail(), weightBasisPoints: 1000 },
          { agentId: last?.id ?? expect.fail(), weightBasisPoints: 9000 },
        ],
        reason: 'mostly the third',
        hold: false,
      },
    });
    expect(splitOf(changed)).toEqual([700, 3000, 6300]);
  });

  test('given only one agent is left, then turning it off is refused', async () => {
    const running = await startedExperiment(plane.client());
    await plane.client().turnAgentOff(agentAt(running, 0));
    expect((await problemOf(plane.client().turnAgentOff(agentAt(running, 1)))).message).toMatch(/No agent would be on/);
    expect((await problemOf(plane.client().turnAgentOff(agentAt(running, 0)))).message).toBe('Agent A is off already.');
  });

  test("given another experiment's agent, then there is no such thing here", async () => {
    const [running, other] = [await startedExperiment(plane.client()), await startedExperiment(plane.client())];
    const agentId = other.agents[0]?.id ?? expect.fail();
    const problem = await problemOf(plane.client().turnAgentOff({ params: { experimentId: running.id, agentId } }));
    expect(problem.code).toBe('not_found');
  });
});
