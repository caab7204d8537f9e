import { type Histories, HOUR_MS, type ReportedEvent } from '@alyson/schema';
import { buyerEvents, eventStandings, runs } from '@alyson/schema/tables';
import { eq } from 'drizzle-orm';
import { beforeAll, describe, expect, test } from 'vitest';
import { findEventsByIdentity } from '../src/attribution/events.store.ts';
import { settle } from '../src/attribution/settle.ts';
import { withdrawEvents } from '../src/attribution/withdraw-events.ts';
import { backgroundContext } from '../src/context.ts';
import { readExperiment } from '../src/experiment/experiments.store.ts';
import { toAgentHistories } from '../src/features/runs/agent-histories.ts';
import { markOf } from '../src/features/runs/get-run-knowledge.ts';
import { rangeOfRun } from '../src/features/runs/load-histories.ts';
import { findPayments } from '../src/features/runs/payments.store.ts';
import { findRun } from '../src/features/runs/runs.store.ts';
import { sumOutcomes } from '../src/outcomes/outcomes.store.ts';
import { startedExperiment } from './support/drafts.ts';
import { takeRun } from './support/drive-run.ts';
import { makeClick } from './support/make-click.ts';
import { addBuyer, report, type TestBuyer } from './support/report-as-buyer.ts';
import { STARTED_AT, useControlPlane } from './support/test-control-plane.ts';

const plane = useControlPlane();
let buyer: TestBuyer;
let experiment: { id: string; agentIds: string[] };
let keys = 0;

beforeAll(async () => {
  buyer = await addBuyer(plane);
  const started = await startedExperiment(plane.client());
  experiment = { id: started.id, agentIds: started.agents.map(({ id }) => id) };
});

async function click(agent = 0): Promise<string> {
  keys += 1;
  const utmContent = `as-of-${keys}`;
  const [experimentId, agentId] = [experiment.id, experiment.agentIds[agent] ?? null];
  const made = makeClick({ utmContent, experimentId, agentId, at: STARTED_AT - HOUR_MS });
  await plane.client(plane.workspace.tokens.edge).deliverClicks({ body: { clicks: [made] } });
  return utmContent;
}

const tell = (event: ReportedEvent) => report(plane, buyer, event);
const lead = (key: string) => tell({ type: 'lead', event_id: key, utm_content: key });
const sale = (key: string, amount: string) =>
  tell({ type: 'sale', event_id: key, lead_id: key, amount, currency: 'USD' });

async function grade(): Promise<{ runId: string; histories: Histories }> {
  plane.clock.now += 1000; // one run a moment
  const queued = await plane.client().startRun({ params: { experimentId: experiment.id } });
  const { run, histories } = await takeRun(plane);
  expect(run.id).toBe(queued.id);
  return { runId: run.id, histories };
}

const fail = async (runId: string) => {
  const run = await findRun(plane.db, runId);
  const body = { leaseId: run?.leaseId ?? '', detail: 'enough', retryable: false };
  await plane.client(plane.workspace.tokens.worker).failRun({ params: { runId }, body });
};

/** The agents' part of a run's histories, made again from the standings of that time. */
async function remake(runId: string, { asOf, agents }: Histories) {
  const run = await findRun(plane.db, runId);
  const mark = run && markOf(run);
  const rows = await readExperiment(plane.db, plane.workspace.id, experiment.id);
  if (!mark || !rows) throw new Error('the run has kept nothing');
  const range = rangeOfRun(experiment.id, new Date(asOf));
  const known = { kind: 'marked', mark } as const;
  const outcomes = await sumOutcomes(plane.db, range, { unit: 'hour' }, known);
  const payments = await findPayments(plane.db, range, known);
  const clicks = agents.flatMap(({ agentId, slots }) =>
    slots
      .filter((slot) => slot.clicks > 0)
      .map((slot) => ({
        agentId,
        at: new Date(slot.slotStartMs),
        clicks: slot.clicks,
        directedClicks: 0,
        botClicks: 0,
      })),
  );
  return toAgentHistories(rows.agents, { clicks, outcomes, payments }).map(({ slots, outcomes: paid }) => ({
    slots,
    paid,
  }));
}

const keptOf = ({ agents }: Histories) => agents.map(({ slots, outcomes: paid }) => ({ slots, paid }));

describe('what was known when a run was graded (W7)', () => {
  test('given later reports, late clicks, reversals and withdrawals, then the view of the run is what it graded', async () => {
    const [a, b, late] = [await click(), await click(1), 'as-of-late'];
    await lead(a);
    await sale(a, '100');
    await lead(b);
    await tell({ type: 'lead', event_id: late, utm_content: late });
    const first = await grade();
    expect(await remake(first.runId, first.histories)).toEqual(keptOf(first.histories));
    await fail(first.runId);

    await sale(b, '40');
    await tell({ type: 'reversal', event_id: a, refers_to: a });
    const made = makeClick({ utmContent: late, experimentId: experiment.id, agentId: experiment.agentIds[0] ?? null });
    await plane.client(plane.workspace.tokens.edge).deliverClicks({ body: { clicks: [made] } });
    const ctx = backgroundContext(plane.deps, plane.workspace.id);
    await plane.db.transaction(async (tx) => {
      const found = await findEventsByIdentity(tx, buyer.id, [{ kind: 'lead', eventId: b }]);
      await settle(tx, ctx, await withdrawEvents(tx, ctx, found));
    });
    const second = await grade();
    await fail(second.runId);
    expect(await remake(first.runId, first.histories)).toEqual(keptOf(first.histories));
    expect(await remake(second.runId, second.histories)).toEqual(keptOf(second.histories));
    expect(keptOf(second.histories)).not.toEqual(keptOf(first.histories));

    const { knowledge } = await plane.client().getRunKnowledge({ params: { runId: first.runId } });
    expect(knowledge?.agents.map(({ knownThen }) => knownThen)).toEqual([
      { leads: 1, sales: 1, revenueMicros: 100_000_000 },
      { leads: 1, sales: 0, revenueMicros: 0 },
    ]);
    expect(knowledge?.agents.map(({ knownNow }) => knownNow.revenueMicros)).toEqual([0, expect.any(Number)]);
  });

  test('given a report that was under way when the run looked, and ends after it, then the view of the run lacks it', async () => {
    const key = await click();
    await lead(key);
    const [event] = await plane.db.select().from(buyerEvents).where(eq(buyerEvents.eventId, key));
    let runId = '';
    let histories: Histories | undefined;
    await plane.db.transaction(async (slow) => {
      // Its standing comes before those of the reports that the run sees, and is committed after it.
      await slow
        .update(buyerEvents)
        .set({ effectMicros: 7 })
        .where(eq(buyerEvents.id, event?.id ?? ''));
      await lead(await click(1));
      ({ runId, histories } = await grade());
    });
    if (!histories) throw new Error('nothing was graded');
    expect(await remake(runId, histories)).toEqual(keptOf(histories));
    await fail(runId);
    const next = await grade();
    await fail(next.runId);
    const [resolved] = await plane.db.select().from(runs).where(eq(runs.id, runId));
    expect(resolved?.knownWithout).toHaveLength(1);
    expect(await remake(runId, histories)).toEqual(keptOf(histories));
    expect(keptOf(next.histories)).not.toEqual(keptOf(histories));
    // In another cluster the snapshot would mean something else; the list does not.
    await plane.db.update(runs).set({ knownSnapshot: '1:1:' }).where(eq(runs.id, runId));
    expect(await remake(runId, histories)).toEqual(keptOf(histories));
  });

  test('given a moment, then results are those known at it', async () => {
    const key = await click();
    await lead(key);
    const { rows } = await plane.db.execute<{ now: string }>('select clock_timestamp()::text as now');
    const asOf = new Date(rows[0]?.now ?? '').toISOString();
    await sale(key, '1000');
    const results = async (query: object) =>
      (await plane.client().getResults({ params: { experimentId: experiment.id }, query })).totals;
    const now = await results({});
    const then = await results({ asOf });
    expect(now.revenueMicros - then.revenueMicros).toBe(1_000_000_000);
    expect(now.sales - then.sales).toBe(1);
  });

  test('given a standing, then nobody changes or deletes it', async () => {
    for (const change of [
      'update event_standings set effect_micros = 1',
      'delete from event_standings',
      'truncate event_standings',
    ])
      await expect(plane.db.execute(change)).rejects.toMatchObject({
        cause: expect.objectContaining({ message: 'event_standings is append-only' }),
      });
    expect((await plane.db.select().from(eventStandings).limit(1)).length).toBe(1);
  });
});
