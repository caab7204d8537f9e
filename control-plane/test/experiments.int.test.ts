import { type Experiment, ProblemError } from '@alyson/schema';
import { auditEntries, outbox, releases, schedules } from '@alyson/schema/tables';
import { asc, eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { draft, startedExperiment } from './support/drafts.ts';
import { useControlPlane } from './support/test-control-plane.ts';

const plane = useControlPlane();

const problemOf = (promise: Promise<unknown>): Promise<ProblemError> =>
  promise.then(
    () => expect.fail('it was accepted'),
    (error) => (error instanceof ProblemError ? error : expect.fail(String(error))),
  );

const at = (experiment: Experiment) => ({ params: { experimentId: experiment.id } });
const agentAt = (experiment: Experiment, index: number) => ({
  params: { experimentId: experiment.id, agentId: experiment.agents[index]?.id ?? expect.fail('no such agent') },
});
const auditOf = (id: string) =>
  plane.db.select().from(auditEntries).where(eq(auditEntries.objectId, id)).orderBy(asc(auditEntries.id));
const releasesOf = (id: string) =>
  plane.db.select().from(releases).where(eq(releases.experimentId, id)).orderBy(asc(releases.number));
const outboxOf = (id: string) =>
  plane.db.select().from(outbox).where(eq(outbox.experimentId, id)).orderBy(asc(outbox.id));
const splitOf = (experiment: Experiment) => experiment.agents.map((agent) => agent.weightBasisPoints);

describe('creating', () => {
  test('given a valid draft, then it is kept with letters, a salt and an audit entry, and nothing is published', async () => {
    const created = await plane
      .client(plane.workspace.tokens.editor)
      .createExperiment({ body: draft({ name: '  Roofs  ' }) });
    expect(created).toMatchObject({
      name: 'Roofs',
      state: 'draft',
      version: 1,
      release: null,
      currency: 'USD',
      mode: 'fixed',
    });
    expect(created.agents.map((agent) => [agent.number, agent.letter, agent.isControl])).toEqual([
      [1, 'A', true],
      [2, 'B', false],
    ]);
    expect(await plane.client().getExperiment(at(created))).toEqual(created);
    expect(await auditOf(created.id)).toMatchObject([
      { action: 'experiment.created', actorKind: 'token', actorName: 'editor of Acme', objectName: 'Roofs' },
    ]);
    expect(await releasesOf(created.id)).toEqual([]);
    expect(await outboxOf(created.id)).toEqual([]);
  });

  test.each([
    { given: 'no name', change: { name: ' ' }, pointer: '#/name', detail: /is missing/ },
    { given: 'one agent', change: { agents: draft().agents.slice(0, 1) }, pointer: '#/agents', detail: /two agents/ },
    {
      given: 'weights of 90%',
      change: { agents: draft().agents.map((agent) => ({ ...agent, weightBasisPoints: 4500 })) },
      pointer: '#/agents',
      detail: /90%.*Add 10%/,
    },
    {
      given: 'two controls',
      change: { agents: draft().agents.map((agent) => ({ ...agent, isControl: true })) },
      pointer: '#/agents',
      detail: /only one/,
    },
    {
      given: 'a page without TLS',
      change: { agents: draft().agents.map((agent) => ({ ...agent, landingUrl: 'http://pages.example/' })) },
      pointer: '#/agents/0/landingUrl',
      detail: /https/,
    },
    {
      given: 'an unknown macro',
      change: {
        agents: draft().agents.map((agent) => ({ ...agent, landingUrl: 'https://pages.example/?a={affilate_id}' })),
      },
      pointer: '#/agents/1/landingUrl',
      detail: /affiliate_id/,
    },
    {
      given: 'a fallback with a macro',
      change: { fallbackUrl: 'https://x.example/{source}' },
      pointer: '#/fallbackUrl',
      detail: /macros/,
    },
    {
      given: 'a fallback of another scheme',
      change: { fallbackUrl: 'javascript:alert(1)' },
      pointer: '#/fallbackUrl',
      detail: /https/,
    },
    {
      given: 'a schedule that is none',
      change: { gradingSchedule: { expression: 'every hour' } },
      pointer: '#/gradingSchedule/expression',
      detail: /rate/,
    },
    {
      given: 'a schedule in the past',
      change: { gradingSchedule: { expression: 'at(2020-01-01T00:00:00)' } },
      pointer: '#/gradingSchedule/expression',
      detail: /over/,
    },
    {
      given: 'a timezone that is none',
      change: { gradingSchedule: { expression: 'rate(1 hour)', timezone: 'Mars/Olympus' } },
      pointer: '#/gradingSchedule/timezone',
      detail: /timezone/,
    },
    {
      given: 'a slug with a slash',
      change: { links: [{ kind: 'slug', value: 'a/b' }] },
      pointer: '#/links/0/value',
      detail: /letters/,
    },
    {
      given: 'one link twice',
      change: {
        links: [
          { kind: 'slug', value: 'twice' },
          { kind: 'slug', value: 'twice' },
        ],
      },
      pointer: '#/links/1/value',
      detail: /twice/,
    },
    { given: 'a name with U+0000', change: { name: 'a\0b' }, pointer: '#/name', detail: /U\+0000/ },
  ] as const)('C2: given $given, then $pointer says so and nothing is kept', async ({ change, pointer, detail }) => {
    const before = await plane.client().listExperiments({ query: { limit: 200 } });
    const problem = await problemOf(
      plane.client().createExperiment({ body: draft(change as Parameters<typeof draft>[0]) }),
    );
    expect(problem.code).toBe('validation_failed');
    expect(problem.errors.find((error) => error.pointer === pointer)?.detail).toMatch(detail);
    expect(await plane.client().listExperiments({ query: { limit: 200 } })).toEqual(before);
  });

  test('given an address in use, then only its own workspace learns by what', async () => {
    const taken = draft({ name: 'The first', links: [{ kind: 'tune_offer', value: '1048' }] });
    await plane.client().createExperiment({ body: taken });
    const own = await problemOf(plane.client().createExperiment({ body: draft({ links: taken.links }) }));
    expect(own).toMatchObject({
      code: 'address_taken',
      errors: [{ pointer: '#/links/0/value', detail: 'is used by the experiment “The first”' }],
    });
    const others = await problemOf(
      plane.client(plane.otherWorkspace.tokens.admin).createExperiment({ body: draft({ links: taken.links }) }),
    );
    expect(others).toMatchObject({
      code: 'address_taken',
      errors: [{ pointer: '#/links/0/value', detail: 'is used already' }],
    });
  });

  test('given two creates of one address at once, then one is made', async () => {
    const links = [{ kind: 'slug', value: 'race' }] as const;
    const answers = await Promise.allSettled(
      Array.from({ length: 8 }, () => plane.client().createExperiment({ body: draft({ links: [...links] }) })),
    );
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const answer of answers)
      if (answer.status === 'rejected') expect(answer.reason).toMatchObject({ code: 'address_taken' });
  });
});

describe('C5: Idempotency-Key', () => {
  test('given the same create ten times at once, then there is one experiment and one answer', async () => {
    const body = draft();
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => plane.client().createExperiment({ body, idempotencyKey: 'ten-at-once' })),
    );
    expect(new Set(answers.map((answer) => answer.id)).size).toBe(1);
    expect(await auditOf(answers[0]?.id ?? '')).toHaveLength(1);
  });

  test('given the key of another request, then it is refused', async () => {
    await plane.client().createExperiment({ body: draft(), idempotencyKey: 'used' });
    const problem = await problemOf(plane.client().createExperiment({ body: draft(), idempotencyKey: 'used' }));
    expect(problem.code).toBe('idempotency_key_reused');
  });

  test('given a create that failed, then the key can be used again', async () => {
    const wrong = draft({ agents: draft().agents.map((agent) => ({ ...agent, landingUrl: 'nowhere' })) });
    await problemOf(plane.client().createExperiment({ body: wrong, idempotencyKey: 'second-try' }));
    const created = await plane.client().createExperiment({ body: draft(), idempotencyKey: 'second-try' });
    expect(created.state).toBe('draft');
  });

  test('given the same key in another workspace, then they do not meet', async () => {
    const first = await plane.client().createExperiment({ body: draft(), idempotencyKey: 'shared' });
    const second = await plane
      .client(plane.otherWorkspace.tokens.admin)
      .createExperiment({ body: draft(), idempotencyKey: 'shared' });
    expect(second.id).not.toBe(first.id);
  });
});

describe('C7: states', () => {
  test('given a draft, when it is started, then release 1 goes out with its table, and gradings are planned', async () => {
    const { id } = await plane
      .client()
      .createExperiment({ body: draft({ gradingSchedule: { expression: 'rate(1 hour)' } }) });
    const started = await plane.client().startExperiment({ params: { experimentId: id } });
    expect(started).toMatchObject({ state: 'running', version: 2, release: { number: 1, status: 'publishing' } });
    expect(started.nextGradingAt).toBe(new Date(plane.clock.now + 3_600_000).toISOString());
    const [release] = await releasesOf(id);
    expect(release).toMatchObject({
      number: 1,
      cause: 'started',
      actorKind: 'token',
      document: { state: 'running', number: 1, table: { ends: [5000, 10_000], owners: [0, 1] }, schemaVersion: 1 },
    });
    expect(await outboxOf(id)).toMatchObject([
      { type: 'release.publish', payload: { releaseNumber: 1 }, deliveredAt: null },
    ]);
    expect((await auditOf(id)).map((entry) => entry.action)).toEqual(['experiment.created', 'experiment.started']);
  });

  test('given a running experiment, when it is paused, resumed and completed, then each makes a release', async () => {
    const running = await startedExperiment(plane.client(), { gradingSchedule: { expression: 'rate(1 hour)' } });
    const paused = await plane.client().pauseExperiment(at(running));
    expect(paused).toMatchObject({ state: 'paused', nextGradingAt: null });
    expect((await plane.client().resumeExperiment(at(running))).nextGradingAt).not.toBeNull();
    expect(await plane.client().completeExperiment(at(running))).toMatchObject({
      state: 'completed',
      nextGradingAt: null,
    });
    const made = await releasesOf(running.id);
    expect(made.map(({ number, cause, document }) => [number, cause, document.state])).toEqual([
      [1, 'started', 'running'],
      [2, 'paused', 'paused'],
      [3, 'resumed', 'running'],
      [4, 'completed', 'ended'],
    ]);
    expect((await plane.db.select().from(schedules).where(eq(schedules.experimentId, running.id)))[0]?.isEnabled).toBe(
      false,
    );
  });

  test('given a step that the state does not allow, then the refusal says why and changes nothing', async () => {
    const created = await plane.client().createExperiment({ body: draft() });
    const refusal = await problemOf(plane.client().pauseExperiment(at(created)));
    expect(refusal).toMatchObject({
      code: 'transition_refused',
      message: 'Only a running experiment can be paused; this one is a draft.',
    });
    const running = await plane.client().startExperiment(at(created));
    expect((await problemOf(plane.client().startExperiment(at(created)))).message).toMatch(/this one is running/);
    expect((await problemOf(plane.client().releaseHold(at(created)))).message).toBe('The split is not held.');
    expect(await plane.client().getExperiment(at(created))).toEqual(running);
    expect(await releasesOf(created.id)).toHaveLength(1);
  });

  test('given a hold, then it keeps its reason, and can be released', async () => {
    const running = await startedExperiment(plane.client());
    const held = await plane.client().holdExperiment({ ...at(running), body: { reason: 'TV campaign' } });
    expect(held).toMatchObject({ heldSince: new Date(plane.clock.now).toISOString(), holdReason: 'TV campaign' });
    expect((await problemOf(plane.client().holdExperiment({ ...at(running), body: { reason: 'again' } }))).code).toBe(
      'transition_refused',
    );
    expect(await plane.client().releaseHold(at(running))).toMatchObject({ heldSince: null, holdReason: null });
    expect((await auditOf(running.id)).map((entry) => entry.action).slice(2)).toEqual([
      'experiment.held',
      'experiment.hold_released',
    ]);
  });

  test('given twenty pauses at once, then one is taken', async () => {
    const running = await startedExperiment(plane.client());
    const answers = await Promise.allSettled(
      Array.from({ length: 20 }, () => plane.client().pauseExperiment(at(running))),
    );
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await releasesOf(running.id)).map((release) => release.number)).toEqual([1, 2]);
  });
});

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

describe('changing settings', () => {
  test('given settings of the grading alone, then no release is made', async () => {
    const running = await startedExperiment(plane.client());
    const changed = await plane.client().changeExperiment({
      ...at(running),
      ifMatch: running.version,
      body: { mode: 'auto', name: 'Renamed', gradingSchedule: { expression: 'rate(15 minutes)' } },
    });
    expect(changed).toMatchObject({
      mode: 'auto',
      name: 'Renamed',
      version: running.version + 1,
      release: { number: 1 },
    });
    expect(changed.nextGradingAt).toBe(new Date(plane.clock.now + 900_000).toISOString());
    expect((await auditOf(running.id)).at(-1)).toMatchObject({
      action: 'experiment.changed',
      before: { mode: 'fixed', gradingSchedule: null },
      after: { mode: 'auto', name: 'Renamed' },
    });
    const without = await plane
      .client()
      .changeExperiment({ ...at(running), ifMatch: changed.version, body: { gradingSchedule: null } });
    expect(without).toMatchObject({ gradingSchedule: null, nextGradingAt: null, mode: 'auto' });
  });

  test('given settings that are so already, then nothing changes: no version, no release, no entry', async () => {
    const running = await startedExperiment(plane.client(), { gradingSchedule: { expression: 'rate(1 hour)' } });
    plane.clock.now += 60_000;
    const { name, mode, fallbackUrl, optimization, gradingSchedule } = running;
    const same = { name, mode, fallbackUrl, optimization, gradingSchedule };
    const ifMatch = running.version;
    expect(await plane.client().changeExperiment({ ...at(running), ifMatch, body: same })).toEqual(running);
    expect(await plane.client().changeExperiment({ ...at(running), ifMatch, body: {} })).toEqual(running);
    expect(await auditOf(running.id)).toHaveLength(2);
    const renamed = await plane.client().changeExperiment({ ...at(running), ifMatch, body: { ...same, name: 'New' } });
    expect(renamed.nextGradingAt).toBe(running.nextGradingAt);
    expect((await auditOf(running.id)).at(-1)).toMatchObject({ before: { name }, after: { name: 'New' } });
  });

  test('C5: given one limit, or a schedule without its timezone, then the others stay as they were', async () => {
    const running = await startedExperiment(plane.client(), {
      optimization: { floorBasisPoints: 300, stepBasisPoints: 777, burnInClicks: 5, staleAfterMinutes: 60 },
      gradingSchedule: { expression: 'rate(1 hour)', timezone: 'Europe/Paris' },
    });
    const changed = await plane.client().changeExperiment({
      ...at(running),
      ifMatch: running.version,
      body: { optimization: { floorBasisPoints: 400 }, gradingSchedule: { expression: 'rate(2 hours)' } },
    });
    expect(changed).toMatchObject({
      optimization: { floorBasisPoints: 400, stepBasisPoints: 777, burnInClicks: 5, staleAfterMinutes: 60 },
      gradingSchedule: { expression: 'rate(2 hours)', timezone: 'Europe/Paris' },
    });
  });

  test('given another fallback, then it is released, even after the end', async () => {
    const running = await startedExperiment(plane.client());
    const changed = await plane
      .client()
      .changeExperiment({ ...at(running), ifMatch: running.version, body: { fallbackUrl: 'https://a.example/' } });
    expect(changed.release?.number).toBe(2);
    const completed = await plane.client().completeExperiment(at(running));
    const after = await plane
      .client()
      .changeExperiment({ ...at(running), ifMatch: completed.version, body: { fallbackUrl: 'https://b.example/' } });
    expect(after.release?.number).toBe(4);
    expect((await releasesOf(running.id)).at(-1)).toMatchObject({
      cause: 'edited',
      document: { state: 'ended', fallbackUrl: 'https://b.example/' },
    });
    const refused = await problemOf(
      plane.client().changeExperiment({ ...at(running), ifMatch: after.version, body: { mode: 'auto' } }),
    );
    expect(refused.code).toBe('transition_refused');
  });

  test.each([
    {
      given: 'a floor that does not fit',
      body: { optimization: { floorBasisPoints: 5000, stepBasisPoints: 1, burnInClicks: 0, staleAfterMinutes: 1 } },
      pointer: null,
    },
    { given: 'a mode that is none', body: { mode: 'manual' }, pointer: '#/mode' },
    { given: 'a fallback without TLS', body: { fallbackUrl: 'http://a.example/' }, pointer: '#/fallbackUrl' },
  ])('given $given, then it is $pointer that is named', async ({ body, pointer }) => {
    const running = await startedExperiment(plane.client());
    const answer = plane.client().changeExperiment({ ...at(running), ifMatch: running.version, body: body as object });
    if (pointer === null) expect((await answer).optimization.floorBasisPoints).toBe(5000);
    else expect(await problemOf(answer)).toMatchObject({ code: 'validation_failed', errors: [{ pointer }] });
  });

  test('given a floor too high for three agents, then it is named', async () => {
    const agents = [3334, 3333, 3333].map((weightBasisPoints, i) => ({
      name: `${i}`,
      landingUrl: `https://p.example/${i}`,
      weightBasisPoints,
    }));
    const running = await startedExperiment(plane.client(), { agents });
    const optimization = { ...running.optimization, floorBasisPoints: 4000 };
    const problem = await problemOf(
      plane.client().changeExperiment({ ...at(running), ifMatch: running.version, body: { optimization } }),
    );
    expect(problem).toMatchObject({ errors: [{ pointer: '#/optimization/floorBasisPoints' }] });
  });
});

describe('the list', () => {
  test('given several experiments, then it pages by newest change, filters and searches', async () => {
    const client = plane.client(plane.otherWorkspace.tokens.admin);
    const made: Experiment[] = [];
    for (const name of ['Zebra 1', 'Zebra 2', '100%_zebra']) {
      plane.clock.now += 1000;
      made.push(await client.createExperiment({ body: draft({ name }) }));
    }
    plane.clock.now += 1000;
    await client.startExperiment({ params: { experimentId: made[0]?.id ?? expect.fail() } });
    const first = await client.listExperiments({ query: { q: 'zebra', limit: 2 } });
    expect(first.items.map((item) => item.name)).toEqual(['Zebra 1', '100%_zebra']);
    const second = await client.listExperiments({
      query: { q: 'zebra', limit: 2, cursor: first.nextCursor ?? expect.fail() },
    });
    expect(second).toMatchObject({ items: [{ name: 'Zebra 2' }], nextCursor: null });
    expect((await client.listExperiments({ query: { state: 'running' } })).items).toMatchObject([
      { name: 'Zebra 1', outcomes: { clicks: 0, revenueMicros: 0 }, splits: [{ weights: [5000, 5000] }], best: null },
    ]);
    const held = async (held: 'true' | 'false') =>
      (await client.listExperiments({ query: { state: 'running', held } })).items.length;
    expect([await held('true'), await held('false')]).toEqual([0, 1]);
    await client.holdExperiment({ params: { experimentId: made[0]?.id ?? expect.fail() }, body: { reason: 'Wait' } });
    expect([await held('true'), await held('false')]).toEqual([1, 0]);
    expect((await client.listExperiments({ query: { q: '%_' } })).items.map((item) => item.name)).toEqual([
      '100%_zebra',
    ]);
    expect((await problemOf(client.listExperiments({ query: { cursor: 'nonsense' } }))).errors).toMatchObject([
      { pointer: '#/cursor' },
    ]);
  });
});
