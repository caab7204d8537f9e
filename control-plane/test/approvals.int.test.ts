import type { Experiment, ProposeChange } from '@alyson/schema';
import { apiTokens, auditEntries, memberships, releases } from '@alyson/schema/tables';
import { asc, eq } from 'drizzle-orm';
import { beforeAll, describe, expect, test } from 'vitest';
import type * as z from 'zod';
import { backgroundContext } from '../src/context.ts';
import { changeState } from '../src/features/experiments/change-state.ts';
import { draft, startedExperiment } from './support/drafts.ts';
import { proposalOf, takeRun } from './support/drive-run.ts';
import { problemOf } from './support/problem-of.ts';
import { PASSWORD, useControlPlane } from './support/test-control-plane.ts';

const plane = useControlPlane();

const at = ({ id }: { id: string }) => ({ params: { experimentId: id } });
const agentAt = (experiment: Experiment, index: number) => ({
  params: { experimentId: experiment.id, agentId: experiment.agents[index]?.id ?? expect.fail('no such agent') },
});
const read = (experiment: { id: string }) => plane.client().getExperiment(at(experiment));
const newestOf = async ({ id }: { id: string }) =>
  (await plane.db.select().from(releases).where(eq(releases.experimentId, id)).orderBy(asc(releases.number))).at(-1);
const auditOf = ({ id }: { id: string }) =>
  plane.db.select().from(auditEntries).where(eq(auditEntries.objectId, id)).orderBy(asc(auditEntries.id));
const setApproval = async (needsApproval: boolean) => {
  const { version } = await plane.client().getWorkspace({});
  await plane.client().changeWorkspace({ ifMatch: version, body: { needsApproval } });
};

/** People, by their sessions: only people approve. */
const cookies = new Map<string, string>();
const ids = new Map<string, string>();

async function signIn(name: 'ana' | 'ben' | 'vera', role: 'editor' | 'viewer'): Promise<void> {
  ids.set(name, await plane.addUser(`${name}@acme.example`, role));
  const answer = await plane.request('/v1/auth/sign-in/email', {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: 'http://localhost' },
    body: JSON.stringify({ email: `${name}@acme.example`, password: PASSWORD }),
  });
  expect(answer.status).toBe(200);
  cookies.set(
    name,
    answer.headers
      .getSetCookie()
      .map((cookie) => cookie.split(';', 1)[0])
      .join('; '),
  );
}

/** A request of a person. */
async function as(name: string, method: string, path: string, body?: unknown, ifMatch?: number) {
  const answer = await plane.request(path, {
    method,
    headers: {
      cookie: cookies.get(name) ?? '',
      origin: 'http://localhost',
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(ifMatch !== undefined && { 'if-match': `"${ifMatch}"` }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return {
    status: answer.status,
    body: (await answer.json()) as Record<string, never> & { code?: string; id: string },
  };
}

type Wish = z.input<typeof ProposeChange>;
const propose = (name: string, { id, version }: Experiment, wish: Wish) =>
  as(name, 'POST', `/v1/experiments/${id}/proposed-changes`, wish, version);
const decide = (name: string, id: string, to: 'approve' | 'refuse', note = '') =>
  as(name, 'POST', `/v1/proposed-changes/${id}/${to}`, { note });

const splitBody = ({ agents }: Experiment, first: number) => ({
  weights: agents.map((agent, i) => ({ agentId: agent.id, weightBasisPoints: i === 0 ? first : 10_000 - first })),
  reason: 'more for A',
  hold: false,
});
const sticky: Wish = { action: 'changeExperiment', body: { stickyDays: 30 }, reason: 'returning visitors' };

beforeAll(async () => {
  await signIn('ana', 'editor');
  await signIn('ben', 'editor');
  await signIn('vera', 'viewer');
  await setApproval(true);
});

describe('what waits for a second person (C9)', () => {
  const gated: Record<string, (experiment: Experiment) => Promise<unknown>> = {
    'a split': (e) => plane.client().overrideSplit({ ...at(e), ifMatch: e.version, body: splitBody(e, 6000) }),
    'a rule or a setting that is routed by': (e) =>
      plane.client().changeExperiment({ ...at(e), ifMatch: e.version, body: { stickyDays: 3 } }),
    'another agent': (e) =>
      plane.client().addAgent({ ...at(e), body: { name: 'C', landingUrl: 'https://pages.example/c' } }),
    'another landing page': (e) =>
      plane.client().changeAgent({ ...agentAt(e, 0), ifMatch: e.version, body: { landingUrl: 'https://x.example/' } }),
    'archiving an agent': (e) => plane.client().archiveAgent(agentAt(e, 1)),
    'another link': (e) => plane.client().addLink({ ...at(e), body: { kind: 'slug', value: `gated-${e.number}` } }),
    'the end': (e) => plane.client().completeExperiment(at(e)),
  };

  test.each(Object.entries(gated))('given %s, then it is refused, says how, and nothing changes', async (_, change) => {
    const before = await startedExperiment(plane.client());
    const problem = await problemOf(change(before));
    expect(problem.code).toBe('approval_required');
    expect(problem.message).toMatch(/Propose it/);
    expect(await read(before)).toEqual(before);
  });

  test('given an emergency, then nobody waits: pause, resume, hold, agent off, and undoing the newest release', async () => {
    const e = await startedExperiment(plane.client());
    await plane.client().pauseExperiment(at(e));
    await plane.client().resumeExperiment(at(e));
    await plane.client().holdExperiment({ ...at(e), body: { reason: 'looks wrong' } });
    await plane.client().turnAgentOff(agentAt(e, 1));
    const { version, release } = await read(e);
    const undo = { params: { experimentId: e.id, number: (release?.number ?? 0) - 1 }, ifMatch: version };
    await plane.client().rollBack({ ...undo, body: { reason: 'undo', hold: false } });
    const further = { params: { experimentId: e.id, number: 1 }, ifMatch: version + 1 };
    const problem = await problemOf(plane.client().rollBack({ ...further, body: { reason: 'far', hold: false } }));
    expect(problem.code).toBe('approval_required');
    expect((await problemOf(plane.client().turnAgentOn(agentAt(e, 1)))).code).toBe('approval_required');
  });

  test('given a draft, or a change that routes nothing, then it is made at once', async () => {
    const e = await plane.client().createExperiment({ body: draft() });
    await plane.client().addAgent({ ...at(e), body: { name: 'C', landingUrl: 'https://pages.example/c' } });
    const live = await startedExperiment(plane.client());
    const body = { name: 'Renamed', attributionWindowDays: 30, mode: 'auto' as const };
    await plane.client().changeExperiment({ ...at(live), ifMatch: live.version, body });
  });

  test("given the optimizer's own moves and what the control plane does itself, then neither is asked", async () => {
    const e = await startedExperiment(plane.client(), { mode: 'auto' });
    const { id: runId } = await plane.client().startRun({ params: { experimentId: e.id } });
    const { run, histories } = await takeRun(plane);
    const worker = plane.client(plane.workspace.tokens.worker);
    const proposal = proposalOf(histories, [5500, 4500]);
    await worker.proposeSplit({ params: { runId }, body: { leaseId: run.leaseId, proposal } });
    expect((await newestOf(e))?.cause).toBe('optimizer');
    const ctx = backgroundContext(plane.deps, plane.workspace.id);
    const system = { ...ctx, actor: { ...ctx.actor, permissions: ['experiment:write' as const] } };
    await changeState(system, e.id, { step: 'complete', to: 'completed', cause: 'completed' });
    expect((await read(e)).state).toBe('completed');
  });
});

describe('proposing', () => {
  test('given a change, then it is shown with before and after, and nothing is routed by it', async () => {
    const e = await startedExperiment(plane.client());
    const { status, body } = await propose('ana', e, { ...sticky, body: { stickyDays: 30, rules: [] } });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      action: 'changeExperiment',
      state: 'open',
      reason: 'returning visitors',
      changes: [{ field: 'stickyDays', before: 0, after: 30 }],
      proposedBy: { kind: 'user', name: 'ana@acme.example' },
    });
    expect(await read(e)).toEqual(e);
    const { items } = await plane
      .client()
      .listProposedChanges({ query: { state: 'open', experimentId: e.id as never } });
    expect(items.map(({ id }) => id)).toEqual([body.id]);
  });

  test('given a split, then the weights are told by the agents’ letters', async () => {
    const e = await startedExperiment(plane.client());
    const { body } = await propose('ana', e, { action: 'overrideSplit', body: splitBody(e, 7000), reason: 'why' });
    expect(body).toMatchObject({
      changes: [
        { field: 'agents.A.weightBasisPoints', before: 5000, after: 7000 },
        { field: 'agents.B.weightBasisPoints', before: 5000, after: 3000 },
      ],
    });
  });

  test.each([
    { given: 'a field that is wrong', wish: { ...sticky, body: { stickyDays: -1 } }, pointer: '#/body/stickyDays' },
    {
      given: 'a page that is none',
      wish: { ...sticky, body: { fallbackUrl: 'ftp://x.example' } },
      pointer: '#/body/fallbackUrl',
    },
    {
      given: 'a field that nobody knows',
      wish: { ...sticky, body: { stickyDay: 30 } },
      pointer: '#/body/stickyDay',
    },
    { given: 'no change', wish: { ...sticky, body: { stickyDays: 0 } }, pointer: '#/body' },
  ])('C2: given $given, then it is refused at once by $pointer', async ({ wish, pointer }) => {
    const e = await startedExperiment(plane.client());
    const { status, body } = await propose('ana', e, wish as Wish);
    expect([status, body]).toMatchObject([422, { errors: [{ pointer }] }]);
  });

  test('given a draft, then there is nothing to ask for; an older version is stale (C5)', async () => {
    const e = await plane.client().createExperiment({ body: draft() });
    expect((await propose('ana', e, sticky)).body.code).toBe('transition_refused');
    const live = await startedExperiment(plane.client());
    expect((await propose('ana', { ...live, version: live.version - 1 }, sticky)).body.code).toBe('stale_version');
  });
});

describe('deciding', () => {
  test('given another person approves, then it is made as it was shown, and the release names both', async () => {
    const e = await startedExperiment(plane.client());
    const { body } = await propose('ana', e, sticky);
    const { status, body: approved } = await decide('ben', body.id, 'approve', 'fine');
    expect([status, approved]).toMatchObject([200, { state: 'approved', decisionNote: 'fine' }]);
    expect(await read(e)).toMatchObject({ stickyDays: 30 });
    expect(await newestOf(e)).toMatchObject({
      cause: 'edited',
      actorName: 'ben@acme.example',
      reason: 'returning visitors (proposed by ana@acme.example)',
      summary: 'let visitors keep their agent for 30 days',
    });
    expect((await auditOf(e)).map(({ action }) => action).slice(-3)).toEqual([
      'change.proposed',
      'change.approved',
      'experiment.changed',
    ]);
    expect((await decide('ben', body.id, 'approve')).body.code).toBe('proposed_change_closed');
  });

  test('given another agent was proposed, then approving makes it, once', async () => {
    const e = await startedExperiment(plane.client());
    const agent = { name: 'C', landingUrl: 'https://pages.example/c', weightBasisPoints: 1000 };
    const { body } = await propose('ana', e, { action: 'addAgent', body: agent, reason: 'new form' });
    const outcomes = await Promise.all([decide('ben', body.id, 'approve'), decide('ben', body.id, 'approve')]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect((await read(e)).agents.map(({ letter, weightBasisPoints }) => [letter, weightBasisPoints])).toEqual([
      ['A', 4500],
      ['B', 4500],
      ['C', 1000],
    ]);
  });

  test('given whoever proposed it, their own token, or any token, then none of them can approve', async () => {
    const e = await startedExperiment(plane.client());
    const { body } = await propose('ana', e, sticky);
    const own = await decide('ana', body.id, 'approve');
    expect([own.status, own.body.code]).toEqual([409, 'own_proposed_change']);
    const params = { proposedChangeId: body.id };
    expect((await problemOf(plane.client().approveChange({ params, body: {} }))).code).toBe('own_proposed_change');

    const { editor } = plane.workspace.tokens;
    const made = await plane.client(editor).proposeChange({ ...at(e), ifMatch: e.version, body: sticky });
    await plane.db
      .update(apiTokens)
      .set({ createdByKind: 'user', createdById: ids.get('ben') ?? '' })
      .where(eq(apiTokens.id, made.proposedBy.id ?? ''));
    expect((await decide('ben', made.id, 'approve')).body.code).toBe('own_proposed_change');
    expect((await decide('ana', made.id, 'approve')).status).toBe(200);
    expect((await decide('vera', body.id, 'approve')).status).toBe(403);
  });

  test('given it was proposed by a token that their own token made, then they cannot approve either', async () => {
    const e = await startedExperiment(plane.client());
    const admin = plane.client();
    const mine = await admin.createApiToken({ body: { name: 'mine', role: 'admin', expiresAt: null } });
    await plane.db
      .update(apiTokens)
      .set({ createdByKind: 'user', createdById: ids.get('ben') ?? '' })
      .where(eq(apiTokens.id, mine.apiToken.id));
    const its = await plane
      .client(mine.secret)
      .createApiToken({ body: { name: 'its', role: 'editor', expiresAt: null } });
    const made = await plane.client(its.secret).proposeChange({ ...at(e), ifMatch: e.version, body: sticky });
    expect((await decide('ben', made.id, 'approve')).body.code).toBe('own_proposed_change');
    expect((await decide('ana', made.id, 'approve')).status).toBe(200);
  });

  test('given what it alters has moved on, then it is stale, says so, and nothing is made', async () => {
    const e = await startedExperiment(plane.client());
    const { body } = await propose('ana', e, { action: 'overrideSplit', body: splitBody(e, 7000), reason: 'why' });
    await setApproval(false);
    await plane.client().overrideSplit({ ...at(e), ifMatch: e.version, body: splitBody(e, 2000) });
    await setApproval(true);
    const before = await read(e);
    const { status, body: answer } = await decide('ben', body.id, 'approve');
    expect([status, answer.code]).toEqual([409, 'proposed_change_stale']);
    expect(await read(e)).toEqual(before);
    expect(await plane.client().getProposedChange({ params: { proposedChangeId: body.id } })).toMatchObject({
      state: 'stale',
      basedOnVersion: e.version,
      experimentVersion: before.version,
    });
  });

  test('given only something else has moved on, as after a move of the optimizer, then it can still be approved', async () => {
    const e = await startedExperiment(plane.client());
    const { body } = await propose('ana', e, sticky);
    await plane.client().changeExperiment({ ...at(e), ifMatch: e.version, body: { name: 'Renamed' } });
    expect((await decide('ben', body.id, 'approve')).status).toBe(200);
  });

  test('given it can no longer be made, then it is stale with the reason', async () => {
    const e = await startedExperiment(plane.client());
    const { body } = await propose('ana', e, sticky);
    await setApproval(false);
    await plane.client().completeExperiment(at(e));
    await setApproval(true);
    const { body: answer } = await decide('ben', body.id, 'approve');
    expect(answer).toMatchObject({
      code: 'proposed_change_stale',
      detail: expect.stringMatching(/can no longer be made/),
    });
  });

  test('given a refusal, or a withdrawal by whoever proposed it, then nothing is made and the note is kept', async () => {
    const e = await startedExperiment(plane.client());
    const first = await propose('ana', e, sticky);
    expect((await decide('ben', first.body.id, 'refuse', 'not now')).body).toMatchObject({
      state: 'refused',
      decisionNote: 'not now',
    });
    const second = await propose('ana', e, sticky);
    expect((await decide('ana', second.body.id, 'refuse')).body).toMatchObject({ state: 'withdrawn' });
    expect(await read(e)).toEqual(e);
  });

  test('given whoever proposed it has left, then it can still be decided on', async () => {
    const e = await startedExperiment(plane.client());
    const { body } = await propose('ana', e, sticky);
    const membership = eq(memberships.userId, ids.get('ana') ?? '');
    const [row] = await plane.db.select().from(memberships).where(membership);
    await plane.db.delete(memberships).where(membership);
    expect((await decide('ben', body.id, 'approve')).status).toBe(200);
    if (row) await plane.db.insert(memberships).values(row);
  });
});

test('given the workspace’s setting, then only an admin changes it, and the history keeps who did', async () => {
  const { version } = await plane.client().getWorkspace({});
  const editor = plane.client(plane.workspace.tokens.editor);
  const change = { ifMatch: version, body: { needsApproval: false } };
  expect((await problemOf(editor.changeWorkspace(change))).code).toBe('forbidden');
  expect((await plane.client().getMe({})).workspace.needsApproval).toBe(true);
  await plane.client().changeWorkspace(change);
  expect((await auditOf({ id: plane.workspace.id })).at(-1)).toMatchObject({
    action: 'workspace.changed',
    actorName: 'admin of Acme',
    before: { needsApproval: true },
    after: { needsApproval: false },
  });
});
