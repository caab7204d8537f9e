import type { Experiment } from '@alyson/schema';
import { auditEntries, outbox, releases } from '@alyson/schema/tables';
import { asc, eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { draft } from './support/drafts.ts';
import { problemOf } from './support/problem-of.ts';
import { useControlPlane } from './support/test-control-plane.ts';

const plane = useControlPlane();
const at = (experiment: Experiment) => ({ params: { experimentId: experiment.id } });
const auditOf = (id: string) =>
  plane.db.select().from(auditEntries).where(eq(auditEntries.objectId, id)).orderBy(asc(auditEntries.id));
const releasesOf = (id: string) =>
  plane.db.select().from(releases).where(eq(releases.experimentId, id)).orderBy(asc(releases.number));
const outboxOf = (id: string) =>
  plane.db.select().from(outbox).where(eq(outbox.experimentId, id)).orderBy(asc(outbox.id));

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
