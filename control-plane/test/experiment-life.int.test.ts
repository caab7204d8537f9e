import { type Experiment, ExperimentState } from '@alyson/schema';
import { auditEntries, experiments, links, releases } from '@alyson/schema/tables';
import { asc, eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { draft, startedExperiment } from './support/drafts.ts';
import { problemOf } from './support/problem-of.ts';
import { useControlPlane } from './support/test-control-plane.ts';

const plane = useControlPlane();

const at = ({ id }: { id: string }) => ({ params: { experimentId: id } });
const lastAuditOf = async (id: string) =>
  (await plane.db.select().from(auditEntries).where(eq(auditEntries.objectId, id)).orderBy(asc(auditEntries.id))).at(
    -1,
  );
const read = ({ id }: { id: string }) => plane.client().getExperiment(at({ id }));
const newDraft = () => plane.client().createExperiment({ body: draft() });

/** An experiment in a state, by the way that leads there. */
async function inState(state: ExperimentState): Promise<Experiment> {
  const { id } = await newDraft();
  const set = (to: ExperimentState) => plane.db.update(experiments).set({ state: to }).where(eq(experiments.id, id));
  if (state === 'scheduled') await set('scheduled');
  if (['running', 'paused', 'completed', 'archived'].includes(state)) await plane.client().startExperiment(at({ id }));
  if (state === 'paused') await plane.client().pauseExperiment(at({ id }));
  if (state === 'completed' || state === 'archived') await plane.client().completeExperiment(at({ id }));
  if (state === 'archived') await plane.client().archiveExperiment(at({ id }));
  return read({ id });
}

describe('C7: every state, and every action on it', () => {
  type Action = (experiment: Experiment) => Promise<unknown>;
  const client = () => plane.client();
  const second = (experiment: Experiment) => ({
    experimentId: experiment.id,
    agentId: experiment.agents[1]?.id ?? expect.fail('no second agent'),
  });
  const linkOf = ({ id, links: [link] }: Experiment) => ({
    experimentId: id,
    linkId: link?.id ?? expect.fail('no link'),
  });
  /** Each action with the states that it may be taken in. */
  const actions: Record<string, [allowed: string, act: Action]> = {
    start: ['draft scheduled', (e) => client().startExperiment(at(e))],
    pause: ['running', (e) => client().pauseExperiment(at(e))],
    resume: ['paused', (e) => client().resumeExperiment(at(e))],
    complete: ['running paused', (e) => client().completeExperiment(at(e))],
    archive: ['draft completed', (e) => client().archiveExperiment(at(e))],
    unarchive: ['archived', (e) => client().unarchiveExperiment(at(e))],
    delete: ['draft', (e) => client().deleteExperiment({ ...at(e), ifMatch: e.version })],
    hold: ['running paused', (e) => client().holdExperiment({ ...at(e), body: { reason: 'test' } })],
    split: [
      'draft scheduled running paused',
      (e) =>
        client().overrideSplit({
          ...at(e),
          ifMatch: e.version,
          body: {
            weights: e.agents.map((agent, i) => ({ agentId: agent.id, weightBasisPoints: i === 0 ? 6000 : 4000 })),
            reason: 'test',
            hold: false,
          },
        }),
    ],
    change: [
      'draft scheduled running paused completed',
      (e) => client().changeExperiment({ ...at(e), ifMatch: e.version, body: { name: 'Renamed' } }),
    ],
    'change limits': [
      'draft scheduled running paused',
      (e) => client().changeExperiment({ ...at(e), ifMatch: e.version, body: { attributionWindowDays: 30 } }),
    ],
    'add agent': [
      'draft scheduled running paused',
      (e) => client().addAgent({ ...at(e), body: { name: 'C', landingUrl: 'https://pages.example/c' } }),
    ],
    'change agent': [
      'draft scheduled running paused',
      (e) => client().changeAgent({ params: second(e), ifMatch: e.version, body: { name: 'Other' } }),
    ],
    'turn agent off': ['draft scheduled running paused', (e) => client().turnAgentOff({ params: second(e) })],
    'archive agent': ['running paused', (e) => client().archiveAgent({ params: second(e) })],
    'add link': [
      'draft scheduled running paused',
      (e) => client().addLink({ ...at(e), body: { kind: 'slug', value: `more-${e.number}` } }),
    ],
    'change link': [
      'draft scheduled running paused',
      (e) => client().changeLink({ params: linkOf(e), ifMatch: e.version, body: { unit: 'visitor' } }),
    ],
    duplicate: [ExperimentState.options.join(' '), (e) => client().duplicateExperiment({ ...at(e), body: {} })],
  };

  const table = Object.entries(actions).flatMap(([action, [allowed, act]]) =>
    ExperimentState.options.map((state) => ({ state, action, act, isAllowed: allowed.split(' ').includes(state) })),
  );

  test.each(table)('$action, $state: allowed is $isAllowed', async ({ state, act, isAllowed }) => {
    const before = await inState(state);
    if (isAllowed) return void (await act(before));
    const problem = await problemOf(act(before));
    expect(problem.code).toBe('transition_refused');
    expect(problem.message).toMatch(
      /^(Only an? .+ experiment can .+; this one is .+\.|The experiment is completed: .+)/,
    );
    expect(await read(before)).toEqual(before);
  });
});

describe('archiving', () => {
  test('given a completed experiment, then lists leave it out unless asked, and its clicks stay where they went', async () => {
    const before = await inState('completed');
    const count = async () =>
      (await plane.db.select().from(releases).where(eq(releases.experimentId, before.id))).length;
    const published = await count();
    expect((await plane.client().archiveExperiment(at(before))).state).toBe('archived');
    expect(await count()).toBe(published);
    expect(await lastAuditOf(before.id)).toMatchObject({
      action: 'experiment.archived',
      before: { state: 'completed' },
      after: { state: 'archived' },
    });
    const idsOf = async (query: { state?: ExperimentState }) =>
      (await plane.client().listExperiments({ query: { ...query, limit: 200 } })).items.map(({ id }) => id);
    expect(await idsOf({})).not.toContain(before.id);
    expect(await idsOf({ state: 'archived' })).toContain(before.id);
    expect((await plane.client().unarchiveExperiment(at(before))).state).toBe('completed');
    expect(await idsOf({})).toContain(before.id);
  });

  test('given a draft was archived, then it comes back as a draft', async () => {
    const before = await newDraft();
    await plane.client().archiveExperiment(at(before));
    expect((await plane.client().unarchiveExperiment(at(before))).state).toBe('draft');
  });
});

describe('a draft', () => {
  test('given every setting is changed, then it has them, and the history shows each before and after', async () => {
    const before = await newDraft();
    const body = {
      name: 'Roofs',
      mode: 'auto' as const,
      objective: 'cvr' as const,
      attributionWindowDays: 30,
      fallbackUrl: 'https://pages.example/fallback',
      timezone: 'America/New_York',
      stickyDays: 7,
      redirectStatus: 307 as const,
      dailyCap: 500,
      optimization: { floorBasisPoints: 100 },
      gradingSchedule: { expression: 'rate(2 hours)' },
    };
    const after = await plane.client().changeExperiment({ ...at(before), ifMatch: before.version, body });
    expect(after).toMatchObject(body);
    const entry = await lastAuditOf(before.id);
    expect(Object.keys(entry?.before ?? {}).sort()).toEqual(Object.keys(body).sort());
    expect(Object.keys(entry?.after ?? {}).sort()).toEqual(Object.keys(body).sort());
  });

  test('given it is deleted, then nothing of it is left but the history, and its link is free', async () => {
    const before = await newDraft();
    const [link] = before.links;
    const stale = await problemOf(plane.client().deleteExperiment({ ...at(before), ifMatch: before.version + 1 }));
    expect(stale.code).toBe('stale_version');
    await plane.client().deleteExperiment({ ...at(before), ifMatch: before.version });
    expect((await problemOf(read(before))).code).toBe('not_found');
    expect(await plane.db.select().from(links).where(eq(links.experimentId, before.id))).toEqual([]);
    expect(await lastAuditOf(before.id)).toMatchObject({
      action: 'experiment.deleted',
      before: { name: before.name, agents: [{ letter: 'A' }, { letter: 'B' }] },
    });
    const body = draft({ links: [{ kind: 'slug', value: link?.value ?? '' }] });
    expect((await plane.client().createExperiment({ body })).links[0]?.value).toBe(link?.value);
  });
});

describe('duplicating', () => {
  const ruleTo = (agentId: string) => ({
    id: 'us',
    name: 'Americans',
    conditions: [{ on: 'country' as const, test: 'is' as const, values: ['US'] }],
    outcome: { to: 'agent' as const, agentId },
  });

  test('given a live experiment with rules, then the copy is a draft with its own ids, salt and link, and rules that name its own agents', async () => {
    const source = await startedExperiment(plane.client(), {
      links: [{ kind: 'slug', value: 'original' }],
      optimization: { floorBasisPoints: 300 },
    });
    const ruled = await plane.client().changeExperiment({
      ...at(source),
      ifMatch: source.version,
      body: { rules: [ruleTo(source.agents[1]?.id ?? '')] },
    });
    const copy = await plane.client().duplicateExperiment({ ...at(source), body: {} });
    expect(copy).toMatchObject({
      name: `Copy of ${source.name}`,
      state: 'draft',
      release: null,
      optimization: ruled.optimization,
      links: [{ kind: 'slug', value: 'original-2' }],
    });
    expect(
      copy.agents.map(({ name, landingUrl, weightBasisPoints, isControl }) => [
        name,
        landingUrl,
        weightBasisPoints,
        isControl,
      ]),
    ).toEqual(
      source.agents.map(({ name, landingUrl, weightBasisPoints, isControl }) => [
        name,
        landingUrl,
        weightBasisPoints,
        isControl,
      ]),
    );
    const ids = new Set(source.agents.map(({ id }) => id));
    expect(copy.agents.filter(({ id }) => ids.has(id))).toEqual([]);
    expect(copy.rules[0]?.outcome).toEqual({ to: 'agent', agentId: copy.agents[1]?.id });
    const salts = await plane.db.select({ id: experiments.id, salt: experiments.salt }).from(experiments);
    const saltOf = ({ id }: Experiment) => salts.find((row) => row.id === id)?.salt;
    expect(saltOf(copy)).not.toBe(saltOf(source));
    expect(await lastAuditOf(copy.id)).toMatchObject({ after: { duplicateOf: source.id } });
  });

  test('given an agent is off and one is archived, then the copy has no clicks for the first, and not the second', async () => {
    const third = { name: 'C', landingUrl: 'https://pages.example/c', weightBasisPoints: 2000 };
    const source = await startedExperiment(plane.client());
    await plane.client().addAgent({ ...at(source), body: third });
    const grown = await plane.client().addAgent({ ...at(source), body: { ...third, name: 'D' } });
    const agentAt = (i: number) => ({ params: { experimentId: source.id, agentId: grown.agents[i]?.id ?? '' } });
    await plane.client().archiveAgent(agentAt(3));
    await plane.client().turnAgentOff(agentAt(1));
    const copy = await plane.client().duplicateExperiment({ ...at(source), body: {} });
    expect(copy.agents.map(({ letter, state, weightBasisPoints }) => [letter, state, weightBasisPoints])).toEqual([
      ['A', 'on', 6667],
      ['B', 'on', 0],
      ['C', 'on', 3333],
    ]);
  });

  test('given a link is chosen, then it has that; one in use is refused by its field', async () => {
    const source = await newDraft();
    const chosen = [{ kind: 'slug' as const, value: 'chosen-by-hand' }];
    const copy = await plane.client().duplicateExperiment({ ...at(source), body: { name: 'Mine', links: chosen } });
    expect(copy).toMatchObject({ name: 'Mine', links: [{ value: 'chosen-by-hand' }] });
    const problem = await problemOf(plane.client().duplicateExperiment({ ...at(source), body: { links: chosen } }));
    expect([problem.code, problem.errors[0]?.pointer]).toEqual(['address_taken', '#/links/0/value']);
  });

  test('given the same Idempotency-Key twice, then there is one copy (C5)', async () => {
    const source = await newDraft();
    const once = () => plane.client().duplicateExperiment({ ...at(source), body: {}, idempotencyKey: 'copy-once' });
    expect((await once()).id).toBe((await once()).id);
  });
});

describe('templates', () => {
  test('given an experiment is kept as a template, then drafts are made from it as it was then', async () => {
    const source = await newDraft();
    const template = await plane.client().createTemplate({ body: { name: 'Solar start', experimentId: source.id } });
    await plane.client().changeExperiment({ ...at(source), ifMatch: source.version, body: { objective: 'cvr' } });
    const body = { name: 'From the template' };
    const made = await plane.client().createFromTemplate({ params: { templateId: template.id }, body });
    expect(made).toMatchObject({
      name: 'From the template',
      objective: 'rpc',
      state: 'draft',
      links: [{ value: 'from-the-template' }],
    });
    expect(await lastAuditOf(made.id)).toMatchObject({ after: { templateId: template.id } });
    expect((await plane.client().listTemplates({ query: {} })).items.map(({ id }) => id)).toContain(template.id);
  });

  test('given a name that another has, in whatever case, then it is refused by its field', async () => {
    const source = await newDraft();
    const create = (name: string) => plane.client().createTemplate({ body: { name, experimentId: source.id } });
    const first = await create('Roof start');
    const problem = await problemOf(create('ROOF START'));
    expect([problem.code, problem.errors[0]?.pointer]).toEqual(['name_taken', '#/name']);
    const params = { templateId: first.id };
    const renamed = await plane.client().changeTemplate({ params, ifMatch: 1, body: { name: 'Roof Start' } });
    expect(renamed).toMatchObject({ name: 'Roof Start', version: 2 });
    expect((await problemOf(plane.client().deleteTemplate({ params, ifMatch: 1 }))).code).toBe('stale_version');
    await plane.client().deleteTemplate({ params, ifMatch: 2 });
    expect((await problemOf(plane.client().getTemplate({ params }))).code).toBe('not_found');
  });

  test('given an experiment of another workspace, then it cannot be kept (G7)', async () => {
    const source = await newDraft();
    const stranger = plane.client(plane.otherWorkspace.tokens.admin);
    const problem = await problemOf(stranger.createTemplate({ body: { name: 'Stolen', experimentId: source.id } }));
    expect(problem.errors[0]?.pointer).toBe('#/experimentId');
  });
});

describe('several at once', () => {
  test('given one of them refuses, then the others take the step all the same, and each says what became of it', async () => {
    const [running, paused] = [await inState('running'), await inState('paused')];
    const stranger = await plane.client(plane.otherWorkspace.tokens.admin).createExperiment({ body: draft() });
    const experimentIds = [running.id, paused.id, stranger.id];
    const { items } = await plane.client().takeBulkStep({ body: { step: 'pause', experimentIds } });
    expect(items.map(({ experimentId, state, refusal }) => [experimentId, state, refusal?.code ?? null])).toEqual([
      [running.id, 'paused', null],
      [paused.id, null, 'transition_refused'],
      [stranger.id, null, 'not_found'],
    ]);
    expect(items[1]?.refusal?.detail).toMatch(/this one is paused/);
    expect((await read(running)).state).toBe('paused');
  });

  test('given a hold without a reason, or one experiment twice, then it is refused by its field', async () => {
    const { id } = await inState('running');
    const hold = await problemOf(plane.client().takeBulkStep({ body: { step: 'hold', experimentIds: [id] } }));
    expect(hold.errors[0]?.pointer).toBe('#/reason');
    const twice = await problemOf(plane.client().takeBulkStep({ body: { step: 'pause', experimentIds: [id, id] } }));
    expect(twice.errors[0]?.pointer).toBe('#/experimentIds/1');
    await plane.client().takeBulkStep({ body: { step: 'hold', experimentIds: [id], reason: 'all of them' } });
    expect((await read({ id })).holdReason).toBe('all of them');
  });
});
