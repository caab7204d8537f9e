import type { ChangeExperiment, Experiment } from '@alyson/schema';
import { releases } from '@alyson/schema/tables';
import { desc, eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import type * as z from 'zod';
import { draft, startedExperiment } from './support/drafts.ts';
import { problemOf } from './support/problem-of.ts';
import { useControlPlane } from './support/test-control-plane.ts';

const plane = useControlPlane();

type Change = z.input<typeof ChangeExperiment>;
type RuleInput = NonNullable<Change['rules']>[number];

const at = ({ id }: Experiment) => ({ params: { experimentId: id } });
const change = (experiment: Experiment, body: Change, ifMatch = experiment.version) =>
  plane.client().changeExperiment({ ...at(experiment), ifMatch, body });
const documentOf = async ({ id }: Experiment) => {
  const [newest] = await plane.db
    .select()
    .from(releases)
    .where(eq(releases.experimentId, id))
    .orderBy(desc(releases.number))
    .limit(1);
  return newest?.document ?? expect.fail('it has no release');
};

const rule = (changes: Partial<RuleInput> = {}): RuleInput => ({
  id: 'us',
  name: 'US',
  conditions: [{ on: 'country', test: 'is', values: ['US'] }],
  outcome: { to: 'fallback' },
  ...changes,
});

describe('rules (R9)', () => {
  test('given rules of every outcome, then they are published in their order, splits as tables', async () => {
    const started = await startedExperiment(plane.client());
    const [a, b] = started.agents;
    const rules = [
      rule({ id: 'one', outcome: { to: 'agent', agentId: b?.id ?? '' } }),
      rule({
        id: 'two',
        conditions: [{ on: 'hours', hours: [0, 1] }],
        outcome: { to: 'split', weights: [{ agentId: a?.id ?? '', weightBasisPoints: 10_000 }] },
      }),
      rule({ id: 'three', outcome: { to: 'url', url: 'https://other.example/?s={source}' } }),
      rule({ id: 'four' }),
    ];
    const changed = await change(started, { rules, timezone: 'America/New_York' });
    expect(changed).toMatchObject({ timezone: 'America/New_York', release: { number: 2 } });
    expect(changed.rules.map(({ id }) => id)).toEqual(['one', 'two', 'three', 'four']);
    const document = await documentOf(started);
    expect(document.timezone).toBe('America/New_York');
    expect(document.rules.map(({ outcome }) => outcome)).toEqual([
      { to: 'agent', agentId: b?.id },
      { to: 'split', table: { ends: [10_000], owners: [0] } },
      { to: 'url', url: 'https://other.example/?s={source}' },
      { to: 'fallback' },
    ]);
  });

  test('given the same rules again, then no release is made', async () => {
    const started = await startedExperiment(plane.client());
    const first = await change(started, { rules: [rule()] });
    expect((await change(first, { rules: [rule()] })).release?.number).toBe(2);
  });

  test('given a later split or rollback, then the rules stay', async () => {
    const started = await startedExperiment(plane.client());
    const { version, agents } = await change(started, { rules: [rule()] });
    const weights = agents.map(({ id }, i) => ({ agentId: id, weightBasisPoints: i === 0 ? 9000 : 1000 }));
    const body = { weights, reason: 'test', hold: false };
    const overridden = await plane.client().overrideSplit({ ...at(started), ifMatch: version, body });
    await plane.client().rollBack({
      params: { experimentId: started.id, number: 1 },
      ifMatch: overridden.version,
      body: { reason: 'test', hold: false },
    });
    expect((await documentOf(started)).rules).toMatchObject([{ id: 'us' }]);
  });

  test.each<{ given: string; body: (started: Experiment) => Change; pointer: string; detail: RegExp }>([
    {
      given: 'an agent of another experiment',
      body: () => ({ rules: [rule(), rule({ id: 'x', outcome: { to: 'agent', agentId: 'agt_x' } })] }),
      pointer: '#/rules/1/outcome/agentId',
      detail: /no agent of this experiment/,
    },
    {
      given: 'a split over an agent twice',
      body: ({ agents }) => {
        const weight = { agentId: agents[0]?.id ?? '', weightBasisPoints: 5000 };
        return { rules: [rule({ outcome: { to: 'split', weights: [weight, weight] } })] };
      },
      pointer: '#/rules/0/outcome/weights/1/agentId',
      detail: /listed twice/,
    },
    {
      given: 'a split of 90%',
      body: ({ agents }) => {
        const weights = [{ agentId: agents[0]?.id ?? '', weightBasisPoints: 9000 }];
        return { rules: [rule({ outcome: { to: 'split', weights } })] };
      },
      pointer: '#/rules/0/outcome',
      detail: /add up to 100%/,
    },
    {
      given: 'a page that leads back here',
      body: () => ({ rules: [rule({ outcome: { to: 'url', url: 'https://router.test/r/x' } })] }),
      pointer: '#/rules/0/outcome/url',
      detail: /leads back/,
    },
    {
      given: 'a page with an unknown macro',
      body: () => ({ rules: [rule({ outcome: { to: 'url', url: 'https://a.example/?x={sorce}' } })] }),
      pointer: '#/rules/0/outcome/url',
      detail: /\{source\}/,
    },
    {
      given: 'a country of three letters',
      body: () => ({ rules: [rule({ conditions: [{ on: 'country', test: 'is_not', values: ['US', 'USA'] }] })] }),
      pointer: '#/rules/0/conditions/0/values/1',
      detail: /two letters/,
    },
    {
      given: 'no condition',
      body: () => ({ rules: [rule({ conditions: [] })] }),
      pointer: '#/rules/0/conditions',
      detail: /every click/,
    },
    { given: 'two rules of one id', body: () => ({ rules: [rule(), rule()] }), pointer: '#/rules', detail: /same id/ },
    {
      given: 'a timezone that is none',
      body: () => ({ timezone: 'Mars/Olympus' }),
      pointer: '#/timezone',
      detail: /no timezone/,
    },
    { given: 'stickiness of years', body: () => ({ stickyDays: 4000 }), pointer: '#/stickyDays', detail: /400/ },
  ])('C2: given $given, then $pointer says so, and nothing changes', async ({ body, pointer, detail }) => {
    const started = await startedExperiment(plane.client());
    const problem = await problemOf(change(started, body(started)));
    expect(problem).toMatchObject({
      code: 'validation_failed',
      errors: [{ pointer, detail: expect.stringMatching(detail) }],
    });
    expect(await plane.client().getExperiment(at(started))).toEqual(started);
  });

  test('given a version that is old, or an experiment that is over, then nothing changes', async () => {
    const started = await startedExperiment(plane.client());
    expect(await problemOf(change(started, { rules: [rule()] }, 1))).toMatchObject({ code: 'stale_version' });
    const over = await plane.client().completeExperiment(at(started));
    expect(await problemOf(change(over, { rules: [rule()] }))).toMatchObject({ code: 'transition_refused' });
  });

  test('given rules in a draft, then they are there at its start, and name no agent before there are any', async () => {
    const started = await startedExperiment(plane.client(), { rules: [rule()], stickyDays: 7, redirectStatus: 307 });
    expect(await documentOf(started)).toMatchObject({ rules: [{ id: 'us' }], stickyDays: 7, redirectStatus: 307 });
    const body = draft({ rules: [rule({ outcome: { to: 'agent', agentId: 'A' } })] });
    expect(await problemOf(plane.client().createExperiment({ body }))).toMatchObject({
      errors: [{ pointer: '#/rules/0/outcome/agentId' }],
    });
  });
});
