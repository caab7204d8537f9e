import { DAY_MS, DEFAULT_STEP_RULES, type FunnelCounts, HOUR_MS, toTimestamp } from '@alyson/schema';
import { clickSteps, pageEvents, segmentCalls } from '@alyson/schema/tables';
import { beforeEach, describe, expect, test } from 'vitest';
import { digestOfKey } from '../src/attribution/key-digest.ts';
import { forgetPageEvents } from '../src/features/segment/forget-page-events.ts';
import { readSegment } from '../src/features/segment/start-reading-segment.ts';
import { resealAll } from '../src/sealing/start-resealing.ts';
import { makeClick } from './support/make-click.ts';
import { type SeededExperiment, seedExperiment } from './support/seed-experiment.ts';
import { addSource, pageView, quizEvent, send, type TestSource } from './support/send-as-segment.ts';
import { STARTED_AT, useControlPlane } from './support/test-control-plane.ts';

const plane = useControlPlane();
let experiment: SeededExperiment;
let source: TestSource;

beforeEach(async () => {
  plane.clock.now = STARTED_AT;
  experiment = await seedExperiment(plane);
  source = await addSource(plane);
});

const clickOf = (key: string, changes: Parameters<typeof makeClick>[0] = {}) =>
  makeClick({
    workspaceId: plane.workspace.id,
    experimentId: experiment.id,
    agentId: experiment.agentIds[0] ?? null,
    utmContent: key,
    ...changes,
  });

const deliver = (...clicks: ReturnType<typeof makeClick>[]) =>
  plane.client(plane.workspace.tokens.edge).deliverClicks({ body: { clicks } });

const read = () => readSegment(plane.deps);

async function counts(): Promise<Partial<FunnelCounts>> {
  const { total } = await plane.client().getFunnel({ params: { experimentId: experiment.id }, query: {} });
  const { leads: _, sales: __, ...steps } = total.counts;
  return steps;
}

const outcomeOf = async (response: Promise<Response>) => {
  const answered = await response;
  const { outcome, code, detail } = (await answered.json()) as { outcome?: string; code?: string; detail?: string };
  return { status: answered.status, outcome, code, detail };
};

const newestCall = async () =>
  (await plane.client().listSegmentCalls({ params: { segmentSourceId: source.id }, query: { limit: 1 } })).items[0];

describe('C17: Segment’s requests', () => {
  test.each(['x-signature', 'x-segment-signature'] as const)(
    'given an event signed under %s, then it is stored before it is answered, and read afterwards',
    async (header) => {
      await deliver(clickOf('k1'));
      expect(await outcomeOf(send(plane, source, pageView('k1'), { header }))).toMatchObject({
        status: 200,
        outcome: 'stored',
      });
      expect(await newestCall()).toMatchObject({ outcome: 'stored' });
      await read();
      expect(await newestCall()).toMatchObject({
        outcome: 'read',
        messages: 1,
        steps: 1,
        duplicates: 0,
        withoutKey: 0,
      });
      expect(await counts()).toEqual({ clicks: 1, viewed: 1, quizStarted: 0, quizSubmitted: 0 });
    },
  );

  test.each([
    ['a JSON array', (events: unknown[]) => events],
    ['the HTTP API’s batch', (batch: unknown[]) => ({ batch, sentAt: '2026-11-22T11:59:59.000Z' })],
  ])('given %s signed whole, then each of its events counts', async (_form, wrap) => {
    await deliver(clickOf('k1'), clickOf('k2'));
    const events = [pageView('k1'), quizEvent('Quiz Started', 'k1'), quizEvent('Quiz Submitted', 'k1'), pageView('k2')];
    await send(plane, source, wrap(events), { header: 'x-segment-signature' });
    await read();
    expect(await counts()).toEqual({ clicks: 2, viewed: 2, quizStarted: 1, quizSubmitted: 1 });
  });

  test('given a batch of which the signature covers the first event alone, then it is refused with what to change', async () => {
    const events = [pageView('k1'), pageView('k2')];
    const refused = await outcomeOf(send(plane, source, events, { signed: events[0] }));
    expect(refused).toMatchObject({
      status: 401,
      code: 'signature_invalid',
      detail: expect.stringContaining('batch size to 0'),
    });
    expect(await newestCall()).toMatchObject({ outcome: 'rejected', detail: refused.detail });
    const [listed] = (await plane.client().listSegmentSources({ query: {} })).items;
    expect(listed).toMatchObject({ id: source.id, lastFault: refused.detail, lastCallAt: null });
  });

  test('given a forged signature, then nothing is read of it and a trace stays', async () => {
    await deliver(clickOf('k1'));
    const forged = { ...source, secret: 'guessed' };
    expect(await outcomeOf(send(plane, forged, pageView('k1')))).toMatchObject({ status: 401 });
    await read();
    expect(await counts()).toMatchObject({ viewed: 0 });
  });

  test('given bytes that are no JSON, rightly signed, then they are taken, and the log says why they count nothing', async () => {
    await send(plane, source, 'only a text');
    await read();
    expect(await newestCall()).toMatchObject({
      outcome: 'unreadable',
      detail: expect.stringContaining('list of events'),
    });
  });

  test.each([
    ['an address nobody has', 'POST', '/segment/nobody-has-it', 404],
    ['another method', 'GET', null, 405],
  ])('given %s, then it is refused', async (_given, method, path, status) => {
    expect((await plane.request(path ?? source.path, { method })).status).toBe(status);
  });

  test('given a new secret with an overlap, then both open until it ends', async () => {
    const rotated = await plane
      .client()
      .rotateSegmentSecret({ params: { segmentSourceId: source.id }, body: { overlapHours: 24 } });
    const renewed = { ...source, secret: rotated.secret };
    expect((await send(plane, source, pageView('k1'))).status).toBe(200);
    expect((await send(plane, renewed, pageView('k1'))).status).toBe(200);
    plane.clock.now += 24 * HOUR_MS;
    expect((await send(plane, source, pageView('k1'))).status).toBe(401);
    expect((await send(plane, renewed, pageView('k1'))).status).toBe(200);
  });

  test('given a removed source, then its address is nobody’s, and its name is free', async () => {
    const { items } = await plane.client().listSegmentSources({ query: {} });
    await plane.client().removeSegmentSource({ params: { segmentSourceId: source.id } });
    expect((await send(plane, source, pageView('k1'))).status).toBe(404);
    const name = items.find(({ id }) => id === source.id)?.name ?? '';
    expect((await plane.client().createSegmentSource({ body: { name } })).source.name).toBe(name);
  });
});

describe('C17, C18: steps of clicks', () => {
  test('given 25 deliveries of one event at once, then it counts once', async () => {
    await deliver(clickOf('k1'));
    const event = pageView('k1');
    await Promise.all(Array.from({ length: 25 }, () => send(plane, source, event)));
    await Promise.all([read(), read(), read()]);
    expect(await counts()).toMatchObject({ viewed: 1 });
    const calls = await plane.db.select().from(segmentCalls);
    const own = calls.filter(({ sourceId }) => sourceId === source.id);
    expect(own).toHaveLength(25);
    expect(own.reduce((sum, call) => sum + call.duplicates, 0)).toBe(24);
  });

  test('given several views of one click under ids of their own, then it has viewed once', async () => {
    await deliver(clickOf('k1'));
    for (const _ of [1, 2, 3]) {
      await send(plane, source, pageView('k1'));
      await read();
    }
    expect(await counts()).toMatchObject({ viewed: 1 });
  });

  test('given an event before its click is stored, then it joins when the click comes', async () => {
    await send(plane, source, pageView('late'));
    await read();
    expect(await counts()).toMatchObject({ clicks: 0, viewed: 0 });
    await deliver(clickOf('late'));
    await read();
    expect(await counts()).toMatchObject({ clicks: 1, viewed: 1 });
  });

  test('given two clicks of one key, then the step is the last one’s before it, five minutes of skew allowed', async () => {
    const [first, second] = [STARTED_AT - HOUR_MS, STARTED_AT - 60_000];
    const [one, two] = [clickOf('twice', { at: first }), clickOf('twice', { at: second })];
    await deliver(one, two);
    await send(plane, source, pageView('twice', { timestamp: toTimestamp(second - 6 * 60_000) }));
    await send(plane, source, quizEvent('Quiz Started', 'twice', { timestamp: toTimestamp(second - 4 * 60_000) }));
    await read();
    const steps = await plane.db.select().from(clickSteps);
    expect(steps.find(({ step, clickId }) => step === 'viewed' && clickId === one.id)).toBeDefined();
    expect(steps.find(({ step, clickId }) => step === 'quiz_started' && clickId === two.id)).toBeDefined();
  });

  test('given clicks of bots, or that a link sent to its agent, then their steps count nowhere, as they do not', async () => {
    await deliver(clickOf('bot', { isBot: true }), clickOf('sent', { reason: 'forced' }));
    await send(plane, source, [pageView('bot'), pageView('sent')], { header: 'x-segment-signature' });
    await read();
    expect(await counts()).toEqual({ clicks: 0, viewed: 0, quizStarted: 0, quizSubmitted: 0 });
  });

  test('given an event without any key, then it is counted as such', async () => {
    await send(plane, source, pageView('', { context: {}, properties: {} }));
    await read();
    expect(await newestCall()).toMatchObject({ steps: 0, withoutKey: 1 });
  });

  test('given another workspace’s click of the same key, then it is not found', async () => {
    const foreign = await seedExperiment(plane, { workspaceId: plane.otherWorkspace.id });
    await deliver(makeClick({ workspaceId: plane.otherWorkspace.id, experimentId: foreign.id, utmContent: 'shared' }));
    await send(plane, source, pageView('shared'));
    await read();
    const events = await plane.db.select().from(pageEvents);
    expect(events.at(-1)).toMatchObject({ clickId: null, isDue: false });
  });
});

describe('C17: what messages mean', () => {
  const NAMED = { type: 'track', name: 'Survey Done' } as const;
  const setup = () => plane.client().getPageEventSetup({});

  test('given names that came, then a person sees them, and picks one: what came of it before is read again', async () => {
    await deliver(clickOf('k1'));
    await send(plane, source, quizEvent('Quiz Submitted', 'k1', { event: NAMED.name }));
    await read();
    const before = await setup();
    expect(before.seen).toContainEqual(expect.objectContaining({ ...NAMED, step: null, times: 1 }));
    expect(await counts()).toMatchObject({ quizSubmitted: 0 });

    const rules = { ...DEFAULT_STEP_RULES, quiz_submitted: [NAMED] };
    const after = await plane.client().changePageEventSetup({ body: { rules }, ifMatch: before.version });
    expect(after.seen).toContainEqual(expect.objectContaining({ ...NAMED, step: 'quiz_submitted' }));
    await read();
    expect(await counts()).toMatchObject({ quizSubmitted: 1 });
    const { items } = await plane.client().listAudit({ query: { limit: 1 } });
    expect(items[0]).toMatchObject({ action: 'page_events.changed' });
  });

  test('given a stale version, or one event that means two steps, then nothing changes', async () => {
    const { version } = await setup();
    const change = (body: unknown, ifMatch: number) =>
      plane.request('/v1/page-events', {
        method: 'PUT',
        body: JSON.stringify(body),
        token: plane.workspace.tokens.editor,
        headers: { 'content-type': 'application/json', 'if-match': `"${ifMatch}"` },
      });
    expect((await change({ rules: DEFAULT_STEP_RULES }, version + 1)).status).toBe(412);
    const doubled = { ...DEFAULT_STEP_RULES, viewed: [NAMED], quiz_started: [NAMED] };
    const refused = await change({ rules: doubled }, version);
    expect(await refused.json()).toMatchObject({ status: 422, errors: [{ pointer: '#/rules/quiz_started/0' }] });
    expect(await setup()).toMatchObject({ version });
  });
});

describe('what is kept, and for how long', () => {
  test('given requests and page events of long ago, then they go, and the steps of clicks stay', async () => {
    await deliver(clickOf('k1'));
    await send(plane, source, pageView('k1'));
    await read();
    const left = async () => [await plane.db.$count(segmentCalls), await plane.db.$count(pageEvents)];
    const [calls = 0, events = 0] = await left();
    await forgetPageEvents(plane.deps);
    expect(await left()).toEqual([calls, events]);
    plane.clock.now = STARTED_AT + 10 * DAY_MS;
    await forgetPageEvents(plane.deps);
    expect(await left()).toEqual([0, events]);
    plane.clock.now = STARTED_AT + 40 * DAY_MS;
    await forgetPageEvents(plane.deps);
    expect(await left()).toEqual([0, 0]);
    plane.clock.now = STARTED_AT;
    expect(await counts()).toMatchObject({ viewed: 1 });
  });

  test('G7: given a request, then its bytes are kept sealed, and a new key in front reseals them', async () => {
    await send(plane, source, pageView('in-the-clear'));
    const bodyOf = async () => (await plane.db.select().from(segmentCalls)).find((call) => call.sourceId === source.id);
    const kept = await bodyOf();
    expect(Buffer.from(kept?.body ?? []).includes('in-the-clear')).toBe(false);
    expect(kept?.sealedBy).toBe(plane.deps.dataKeys.writingId);
    await plane.db
      .update(segmentCalls)
      .set({ sealedBy: null, body: Buffer.from(JSON.stringify(pageView('in-the-clear'))) });
    await resealAll(plane.deps);
    expect((await bodyOf())?.sealedBy).toBe(plane.deps.dataKeys.writingId);
    await read();
    expect(await newestCall()).toMatchObject({ outcome: 'read', steps: 1 });
  });

  test('given a visitor who is erased, then no key and no bytes of theirs are left, and the counts stay', async () => {
    await deliver(clickOf('erased'));
    await send(plane, source, pageView('erased'));
    await read();
    await plane.client().eraseVisitor({ body: { utmContent: 'erased' } });
    const keyDigest = digestOfKey('erased');
    const events = await plane.db.select().from(pageEvents);
    expect(events.some((event) => Buffer.from(event.keyDigest).equals(keyDigest))).toBe(false);
    const calls = await plane.db.select().from(segmentCalls);
    const [own] = calls.filter(({ sourceId }) => sourceId === source.id);
    expect(own?.body).toHaveLength(0);
    expect(await counts()).toMatchObject({ clicks: 1, viewed: 1 });
  });
});
