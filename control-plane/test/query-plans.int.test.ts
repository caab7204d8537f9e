import { DAY_MS } from '@alyson/schema';
import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import { beforeAll, describe, expect, test } from 'vitest';
import { findCandidates } from '../src/attribution/candidates.store.ts';
import { findKeyless, loadFamilies, loadSales } from '../src/attribution/events.store.ts';
import { digestOfKey } from '../src/attribution/key-digest.ts';
import { findClicksBeginning } from '../src/attribution/likely-clicks.store.ts';
import { findRates } from '../src/attribution/rates.store.ts';
import { readNewestRamp } from '../src/experiment/ramps.store.ts';
import { pageOfProposedChanges } from '../src/features/approvals/proposed-changes.store.ts';
import { countHours, readAmounts, readHours } from '../src/features/attention/attention.store.ts';
import { pageOfAudit } from '../src/features/audit/audit.store.ts';
import { findSecretPage, findSecretsOfBuyer } from '../src/features/buyers/buyer-secrets.store.ts';
import { findBuyers } from '../src/features/buyers/buyers.store.ts';
import { findReports } from '../src/features/buyers/reports.store.ts';
import { countClicksSince } from '../src/features/caps/caps.store.ts';
import { findClicks, findOutcomes } from '../src/features/clicks/click-list.store.ts';
import { findBuyerEvents } from '../src/features/conversions/buyer-events.store.ts';
import { pageOfDeliveries, pageOfDestinations } from '../src/features/destinations/destination-list.store.ts';
import { type DueRate, findAffectedEvents, findDueRates } from '../src/features/exchange-rates/due-rates.store.ts';
import { findRates as findRatesOfPair } from '../src/features/exchange-rates/exchange-rates.store.ts';
import {
  countClicks as countClicksOfList,
  newestPredictions,
  pageOfExperiments,
  splitsSince,
  sumOutcomes as sumOutcomesOfList,
} from '../src/features/experiments/experiment-list.store.ts';
import { pageOfRamps, readOutcomes } from '../src/features/ramps/ramps.store.ts';
import { newestReleases } from '../src/features/releases/bundles.store.ts';
import { listUnconfirmed } from '../src/features/releases/edges.store.ts';
import { pageOfReleases } from '../src/features/releases/releases.store.ts';
import { countDelays, countOutcomes, countSteps } from '../src/features/results/funnel.store.ts';
import { findLastStoredAt, findNewestGrading } from '../src/features/results/results.store.ts';
import { emptyPageEvents } from '../src/features/retention/empty-page-events.store.ts';
import { emptyClicks, emptyEvents, findClicksOfKey } from '../src/features/retention/erasure.store.ts';
import { deleteOldClicks, deleteOldKeys, deleteOldSteps } from '../src/features/retention/retention.store.ts';
import { findPayments } from '../src/features/runs/payments.store.ts';
import { findRuns, hasUnfinishedRun, lockClaimable } from '../src/features/runs/runs.store.ts';
import { deleteFiresBefore, findNewestFires } from '../src/features/schedules/fires.store.ts';
import { findCalls, findRead, takeUnread } from '../src/features/segment/calls.store.ts';
import { deleteOld } from '../src/features/segment/forget.store.ts';
import { takeDue } from '../src/features/segment/page-events.store.ts';
import { findSources } from '../src/features/segment/sources.store.ts';
import { pageOfTemplates } from '../src/features/templates/templates.store.ts';
import { wakePageEvents } from '../src/funnel/wake-page-events.store.ts';
import type { Database } from '../src/io/database.ts';
import { claimDue, deleteOldDeliveries, findTold, giveUpOverdue } from '../src/outbound/deliveries.store.ts';
import { findListeners } from '../src/outbound/destinations.store.ts';
import { takeDueEntries } from '../src/outbox/outbox.store.ts';
import type { Known } from '../src/outcomes/known.store.ts';
import { countClicks, findLastEventAt, sumOutcomes } from '../src/outcomes/outcomes.store.ts';
import { countRecentClicks } from '../src/outcomes/recent-clicks.store.ts';
import { findDueSchedules } from '../src/scheduling/due-schedules.store.ts';
import { countSealedBy, findKeysInUse, SEALED_TABLES } from '../src/sealing/sealed-rows.store.ts';
import { type SeededExperiment, seedExperiment } from './support/seed-experiment.ts';
import { STARTED_AT, useControlPlane } from './support/test-control-plane.ts';

const plane = useControlPlane();
let experiment: SeededExperiment;

/** Older than everything here: what would be deleted or emptied is none of it. */
const LONG_AGO = new Date('2020-01-01');
const REPORTS = SEALED_TABLES.find(({ name }) => name === 'buyer_reports') ?? expect.fail();
const CLICKS = 60_000;
const EVENTS = 20_000;

/** A database as it is after some weeks: many clicks of many experiments, of which a query wants few. */
beforeAll(async () => {
  experiment = await seedExperiment(plane);
  const { workspace, db } = plane;
  const now = sql`${new Date(STARTED_AT).toISOString()}::timestamptz`;
  const minutesAgo = sql`${now} - i * interval '1 minute'`;
  const digest = sql`substring(sha256(('key-' || i)::bytea) for 16)`;
  const place = sql`'exp_' || i % 50, 'agt_' || i % 100`;
  for (const statement of [
    sql`insert into clicks (id, workspace_id, clicked_at, stored_at, edge, experiment_id, agent_id, reason, utm_content,
          key_source, subs, is_bot)
        select 'a' || lpad(i::text, 29, '0'), ${workspace.id}, ${minutesAgo}, ${now}, 'edge', ${place}, 'split', 'key-' || i,
          'inbound', '{}', i % 10 = 0
        from generate_series(1, ${CLICKS}) i`,
    sql`insert into click_keys (workspace_id, key_digest, click_id, clicked_at, is_bot)
        select ${workspace.id}, ${digest}, 'a' || lpad(i::text, 29, '0'), ${minutesAgo}, i % 10 = 0
        from generate_series(1, ${CLICKS}) i`,
    sql`insert into agent_hours (experiment_id, agent_id, hour, release_number, clicks, bot_clicks)
        select experiment_id, agent_id, date_trunc('hour', clicked_at), 1, count(*), 0 from clicks group by 1, 2, 3`,
    sql`insert into experiment_days select experiment_id, date_trunc('day', hour, 'UTC'), sum(clicks), 0, 0 from agent_hours group by 1, 2`,
    sql`insert into buyers (id, workspace_id, name, endpoint_id, created_at)
        select 'byr_' || i, ${workspace.id}, i, i, ${now} from generate_series(0, 19) i`,
    sql`insert into buyer_secrets (id, workspace_id, buyer_id, scheme, value, sealed_by, created_at)
        select 'bsc_' || i, ${workspace.id}, 'byr_' || i % 20, '{"kind":"standard_webhooks","version":"v1"}', '', 'k1', ${now}
        from generate_series(1, 5000) i`,
    sql`insert into buyer_reports (id, workspace_id, buyer_id, webhook_id, headers, body, received_at, outcome, sealed_by)
        select 'rpt_' || i, ${workspace.id}, 'byr_' || i % 20, 'msg_' || i, '{}', '', ${minutesAgo},
          case when i % 50 = 0 then 'rejected' else 'accepted' end, case when i % 1000 > 0 then 'k1' end
        from generate_series(1, ${EVENTS}) i`,
    sql`insert into buyer_events (id, workspace_id, buyer_id, report_id, kind, event_id, lead_id, refers_to, utm_content,
          key_digest, effect_micros, occurred_at, received_at, click_id, clicked_at, experiment_id, agent_id, is_bot)
        select 'evt_' || i, ${workspace.id}, 'byr_' || i % 20, 'rpt_' || i, case when i % 20 = 0 then 'adjustment' else 'lead' end,
          'e' || i, 'l' || i, case when i % 20 = 0 then 's' || i end, 'key-' || i, ${digest}, 1, ${now}, ${minutesAgo},
          case when i % 30 > 0 then 'a' || lpad(i::text, 29, '0') end, ${minutesAgo}, ${place}, false
        from generate_series(1, ${EVENTS}) i`,
    sql`insert into runs (id, workspace_id, experiment_id, trigger, scheduled_for, state, available_at, finished_at, proposal)
        select 'run_' || i, ${workspace.id}, ${experiment.id}, 'schedule', ${minutesAgo}, 'published', ${minutesAgo}, ${now}, '{}'
        from generate_series(1, 5000) i`,
    sql`insert into experiments (id, workspace_id, name, state, mode, objective, currency, attribution_window_days,
          optimization, salt, created_at, updated_at)
        select 'exp_' || i, ${workspace.id}, i, 'running', 'auto', 'rpc', 'USD', 90, '{}', i, ${now}, ${minutesAgo}
        from generate_series(0, 49) i`,
    sql`insert into links (id, workspace_id, experiment_id, kind, value, unit, address, created_at)
        select 'lnk_' || i, ${workspace.id}, 'exp_' || i % 50, 'slug', i, 'utm_content', '*/r/' || i, ${now}
        from generate_series(1, 50) i`,
    sql`insert into releases (experiment_id, number, workspace_id, cause, actor_kind, actor_name, weights, document,
          published_at, confirmed_at)
        select 'exp_' || i % 50, 1 + i / 50, ${workspace.id}, 'optimizer', 'optimizer', 'Optimizer', '[]',
          '{}', ${now} - (20000 - i) * interval '10 minutes',
          case when i < 19995 then ${now} end
        from generate_series(0, 19999) i`,
    sql`insert into outbox (workspace_id, experiment_id, type, payload, created_at, delivered_at, next_attempt_at)
        select ${workspace.id}, 'exp_' || i % 50, 'release.publish', '{}', ${now}, case when i < 19995 then ${now} end, ${now}
        from generate_series(0, 19999) i`,
    sql`insert into audit_entries (id, workspace_id, at, actor_kind, actor_name, action, object_id)
        select 'aud_' || i, ${workspace.id}, ${minutesAgo}, 'user', 'Ann', 'experiment.changed', 'exp_' || i % 50
        from generate_series(1, 20000) i`,
    sql`insert into proposed_changes (id, workspace_id, experiment_id, action, request, reason, state, changes,
          based_on_version, proposed_by_kind, proposed_by_name, proposed_at)
        select 'pch_' || i, ${workspace.id}, 'exp_' || i % 50, 'changeExperiment', '{}', '', 'approved', '[]', 1, 'user',
          'Ann', ${minutesAgo}
        from generate_series(1, 20000) i`,
    sql`insert into templates (id, workspace_id, name, content, created_by, created_at, updated_at)
        select 'tpl_' || i, ${workspace.id}, i, '{}', 'Ann', ${now}, ${minutesAgo} from generate_series(1, 5000) i`,
    sql`insert into ramps (id, workspace_id, experiment_id, state, start_release_number, start_weights, target_weights,
          current_weights, release_number, step_basis_points, interval_minutes, steps_taken, steps_total, on_breach,
          hold_after, stepped_at, reason, actor_kind, actor_name, started_at)
        select 'rmp_' || i, ${workspace.id}, 'exp_' || i % 50, 'finished', 1, '[]', '[]', '[]', 2, 1000, 60, 4, 4, 'hold',
          false, ${now}, '', 'user', 'Ann', ${minutesAgo}
        from generate_series(1, 20000) i`,
    sql`insert into schedule_fires (experiment_id, kind, scheduled_for, workspace_id, outcome, schedule_arn, received_at)
        select 'exp_' || i % 50, 'grading', ${minutesAgo}, ${workspace.id}, 'applied', 'test', ${minutesAgo}
        from generate_series(1, 20000) i`,
    sql`insert into exchange_rates (workspace_id, from_currency, to_currency, day, rate, changed_at, changed_by_name)
        select ${workspace.id}, 'C' || lpad((i % 20)::text, 2, '0'), 'USD', '2026-11-20'::date - i / 20, 1.1, ${now}, 'Ann'
        from generate_series(1, 20000) i`,
    sql`insert into segment_sources (id, workspace_id, name, endpoint_id, sealed_secret, created_at)
        select 'seg_' || i, ${workspace.id}, i, i, '', ${now} from generate_series(0, 4) i`,
    sql`insert into segment_calls (id, workspace_id, source_id, received_at, outcome, body)
        select 'sgc_' || i, ${workspace.id}, 'seg_' || i % 5, ${minutesAgo},
          case when i <= 20 then 'stored' when i % 200 = 0 then 'rejected' else 'read' end, ''
        from generate_series(1, ${EVENTS}) i`,
    sql`insert into page_events (workspace_id, message_digest, call_id, step, key_digest, occurred_at, received_at, click_id, is_due)
        select ${workspace.id}, ${digest}, 'sgc_' || i, 'viewed', ${digest}, ${now}, ${minutesAgo},
          case when i % 30 > 0 then 'a' || lpad(i::text, 29, '0') end, i <= 20
        from generate_series(1, ${EVENTS}) i`,
    sql`insert into click_steps (click_id, step, workspace_id, clicked_at, reported_at)
        select 'a' || lpad(i::text, 29, '0'), 'viewed', ${workspace.id}, ${minutesAgo}, ${now}
        from generate_series(1, ${EVENTS}) i`,
    sql`insert into funnel_hours select 'exp_' || i % 50, dimension, date_trunc('hour', ${minutesAgo}), false, i::text, 1, 1, 0, 0, 1, 0, 0
        from generate_series(1, ${EVENTS}) i, unnest('{agent,affiliate,source}'::text[]) dimension`,
    sql`insert into destinations (id, workspace_id, kind, name, url, affiliate_id, event_kinds, state_since, created_at)
        select 'dst_' || i, ${workspace.id}, 'postback', i, 'https://t.example/', i, '{sale}', ${now}, ${minutesAgo}
        from generate_series(0, 4999) i`,
    sql`insert into deliveries (id, workspace_id, destination_id, topic, buyer_event_id, once_key, state, created_at,
          next_attempt_at, deadline, finished_at)
        select 'dlv_' || i, ${workspace.id}, 'dst_' || i % 50, 'buyer_event.counted', 'evt_' || i, 'evt_' || i,
          case when i <= 40 then 'waiting' when i % 500 = 0 then 'given_up' else 'delivered' end, ${minutesAgo}, ${minutesAgo},
          ${now}, ${now}
        from generate_series(1, 20000) i`,
    sql`insert into buyer_hours select 'byr_' || i % 20, date_trunc('hour', ${now}) - (i / 20) * interval '1 hour', 1, 0, 0
        from generate_series(0, 19999) i`,
    sql`analyze`,
  ])
    await db.execute(statement);
}, 60_000);

const KNOWN_THEN: Known = { kind: 'marked', mark: { upTo: 1e9, snapshot: '1:1:', without: [] } };

const DUE: DueRate = {
  workspaceId: 'ws_x',
  from: 'C07',
  to: 'USD',
  day: '2026-01-20',
  due: 'settle',
  changedAt: new Date(STARTED_AT),
  isSettled: false,
};

/** A ramp of the last day, as far as its clicks go. */
const rampOf = (experimentId: string) => ({
  experimentId,
  startedAt: new Date(STARTED_AT - DAY_MS),
  startReleaseNumber: 0,
});

/** Runs a query and tells the tables that it read whole, row by row. */
async function tablesScanned(run: (db: Database) => Promise<unknown>): Promise<string[]> {
  return (await plansOf(run)).flatMap(tablesOf).filter((table) => !SMALL.has(table));
}

/** The kinds of steps of a query's plan, on a table so large that sorting it is out of the question. */
async function nodesOf(run: (db: Database) => Promise<unknown>): Promise<string[]> {
  const flatten = (node: PlanNode): string[] => [node['Node Type'], ...(node.Plans ?? []).flatMap(flatten)];
  const large = ['set enable_sort = off', 'set enable_incremental_sort = off', 'set enable_seqscan = off'];
  return (await plansOf(run, large)).flatMap(flatten);
}

async function plansOf(run: (db: Database) => Promise<unknown>, settings: readonly string[] = []): Promise<PlanNode[]> {
  const pool = new pg.Pool({ connectionString: plane.deps.config.databaseUrl, max: 1 });
  const queries: { text: string; values: unknown[] }[] = [];
  await run(drizzle(pool, { logger: { logQuery: (text, values) => void queries.push({ text, values }) } }));
  const plans: PlanNode[] = [];
  for (const setting of settings) await pool.query(setting);
  for (const { text, values } of queries.filter((query) => !/^(begin|commit)/.test(query.text))) {
    const { rows } = await pool.query(`explain (format json) ${text}`, values);
    plans.push(rows[0]['QUERY PLAN'][0].Plan);
  }
  await pool.end();
  expect(queries.length).toBeGreaterThan(0);
  return plans;
}

interface PlanNode {
  'Node Type': string;
  'Relation Name'?: string;
  Plans?: PlanNode[];
}

/** Rows in them stay few, whatever the traffic: a scan is the quickest way to read them. */
const SMALL = new Set(['experiments', 'agents', 'links', 'buyers', 'schedules', 'segment_sources']);

function tablesOf(node: PlanNode): string[] {
  const own = node['Node Type'] === 'Seq Scan' ? [node['Relation Name'] ?? '?'] : [];
  return [...own, ...(node.Plans ?? []).flatMap(tablesOf)];
}

describe('the queries that grow with traffic', () => {
  const now = new Date(STARTED_AT);
  const keyDigest = digestOfKey('key-777');
  const page = { after: { at: STARTED_AT - DAY_MS, id: 'x' }, limit: 51 };
  const ofWorkspace = () => ({ workspaceId: plane.workspace.id });
  const lookup = () => ({ ...ofWorkspace(), keyDigest, utmContent: 'a'.padEnd(30, '7'), occurredAt: STARTED_AT });
  const range = { experimentId: 'exp_7', from: new Date(STARTED_AT - 2 * DAY_MS), to: now };
  const funnel = { ...range, timezone: 'America/New_York', now };
  const nobody = { experimentId: null, agentId: null, keyDigest: null, isBot: null };
  const listed = ['exp_1', 'exp_2', 'exp_3'];
  const since = new Date(STARTED_AT - DAY_MS);
  const name = [{ buyerId: 'byr_1', name: 'l77' }];

  const queries: Record<string, (db: Database) => Promise<unknown>> = {
    'the clicks with a key': (db) => findCandidates(db, [lookup(), { ...lookup(), keyDigest: digestOfKey('key-9') }]),
    'the orphans of a key': (db) => findKeyless(db, [lookup()]),
    'a lead’s family': (db) => loadFamilies(db, name),
    'a sale and its changes': (db) => loadSales(db, [{ buyerId: 'byr_1', name: 's40' }]),
    'an experiment’s events as they were known': (db) => sumOutcomes(db, range, { unit: 'hour' }, KNOWN_THEN),
    'clicks whose keys begin alike': (db) =>
      findClicksBeginning(db, { ...ofWorkspace(), occurredAt: STARTED_AT }, 'KEY-7771', 50),
    'rates of amounts': (db) => findRates(db, [{ ...ofWorkspace(), from: 'C07', to: 'USD', day: '2026-01-20' }]),
    'a page of rates': (db) =>
      findRatesOfPair(db, plane.workspace.id, { from: 'C07', to: 'USD', after: null, limit: 51 }),
    'rates with something to do': (db) => findDueRates(db, 100),
    'amounts that a rate would count otherwise': (db) => findAffectedEvents(db, DUE, 200),
    'clicks by time': (db) => findClicks(db, { ...ofWorkspace(), ...nobody, ...page }),
    'clicks of an experiment': (db) => findClicks(db, { ...ofWorkspace(), ...nobody, experimentId: 'exp_7', ...page }),
    'clicks with a key': (db) => findClicks(db, { ...ofWorkspace(), ...nobody, keyDigest, ...page }),
    'outcomes of a page of clicks': (db) => findOutcomes(db, ['a'.padEnd(30, '0'), 'a'.padEnd(30, '1')]),
    'buyer events by time': (db) => findBuyerEvents(db, { ...ofWorkspace(), ...nobody, joined: 'any', ...page }),
    'orphans by time': (db) => findBuyerEvents(db, { ...ofWorkspace(), ...nobody, joined: 'orphan', ...page }),
    'buyer events of an experiment': (db) =>
      findBuyerEvents(db, { ...ofWorkspace(), ...nobody, experimentId: 'exp_7', joined: 'any', ...page }),
    'buyer events of a buyer': (db) =>
      findBuyerEvents(db, { ...ofWorkspace(), ...nobody, buyerId: 'byr_3', joined: 'any', ...page }),
    'buyer events of a key': (db) =>
      findBuyerEvents(db, { ...ofWorkspace(), ...nobody, keyDigest, joined: 'any', ...page }),
    'reports of a buyer': (db) => findReports(db, { ...ofWorkspace(), buyerId: 'byr_2', outcome: null, ...page }),
    'reports of an outcome': (db) =>
      findReports(db, { ...ofWorkspace(), buyerId: 'byr_2', outcome: 'skipped', ...page }),
    'secrets of a buyer': (db) => findSecretsOfBuyer(db, 'byr_2'),
    'pages of secrets': (db) => findSecretPage(db, 'byr_2', { at: STARTED_AT, id: 'bsc_9' }, 51),
    'keys of reports': (db) => findKeysInUse(db, REPORTS),
    'reports in the clear': (db) => countSealedBy(db, REPORTS, null, 1000),
    'reports of an old key': (db) => countSealedBy(db, REPORTS, 'k0', 1000),
    'buyers with their counts': (db) => findBuyers(db, plane.otherWorkspace.id, null, 51, { archived: 'exclude' }),
    'click counts': (db) => countClicks(db, range, { unit: 'day', timezone: 'America/New_York' }),
    'the day’s clicks of a cap': (db) => countClicksSince(db, 'exp_7', STARTED_AT - DAY_MS + 1),
    'outcome sums': (db) => sumOutcomes(db, range, { unit: 'hour' }),
    'payments of a history': (db) => findPayments(db, range),
    'the newest event': (db) => findLastEventAt(db, 'exp_7'),
    'the newest click': (db) => findLastStoredAt(db, 'exp_7'),
    'the newest grading': (db) => findNewestGrading(db, experiment.id),
    'runs of an experiment': (db) => findRuns(db, plane.workspace.id, { experimentId: experiment.id }, page),
    'a run that waits': (db) => db.transaction((tx) => lockClaimable(tx, now)),
    'an unfinished run': (db) => db.transaction((tx) => hasUnfinishedRun(tx, experiment.id)),
    'clicks that are too old': (db) =>
      deleteOldClicks(db, { workspaceId: plane.workspace.id, before: LONG_AGO, limit: 2_000 }),
    'keys that are too old': (db) =>
      deleteOldKeys(db, { workspaceId: plane.workspace.id, before: LONG_AGO, limit: 2_000 }),
    'clicks to erase': (db) => db.transaction((tx) => findClicksOfKey(tx, plane.workspace.id, keyDigest, 1_000)),
    'what is to be emptied of clicks': (db) =>
      db.transaction((tx) => emptyClicks(tx, plane.workspace.id, [{ id: 'a'.padEnd(30, '9'), clickedAt: LONG_AGO }])),
    'what is to be emptied of events': (db) =>
      db.transaction((tx) => emptyEvents(tx, plane.workspace.id, ['a'.padEnd(30, '9')], digestOfKey('nobody has it'))),
    'a funnel’s clicks and steps': (db) => countSteps(db, { ...funnel, by: 'source', dates: 'report' }),
    'a funnel’s leads and sales by click': (db) => countOutcomes(db, { ...funnel, by: 'affiliate', dates: 'click' }),
    'a funnel’s leads and sales by report': (db) => countOutcomes(db, { ...funnel, by: 'day', dates: 'report' }),
    'how late leads and sales come': (db) => countDelays(db, funnel, since),
    'Segment’s requests to read': (db) => db.transaction((tx) => takeUnread(tx, 200)),
    'Segment’s requests to read again': (db) => findRead(db, 'seg_1', page.after, 200),
    'a source’s requests': (db) => findCalls(db, { sourceId: 'seg_1', faultsOnly: false, ...page }),
    'a source’s faults': (db) => findCalls(db, { sourceId: 'seg_1', faultsOnly: true, ...page }),
    'sources with their newest requests': (db) => findSources(db, { ...ofWorkspace(), ...page }),
    'page events to place': (db) => db.transaction((tx) => takeDue(tx, 500)),
    'page events that wait for a key': (db) => db.transaction((tx) => wakePageEvents(tx, [lookup()])),
    'what is to be emptied of page events': (db) =>
      db.transaction((tx) => emptyPageEvents(tx, plane.workspace.id, [digestOfKey('nobody has it')])),
    'requests that are too old': (db) => deleteOld(db, 'calls', LONG_AGO, 2_000),
    'page events that are too old': (db) => deleteOld(db, 'page_events', LONG_AGO, 2_000),
    'steps that are too old': (db) => deleteOldSteps(db, { ...ofWorkspace(), before: LONG_AGO, limit: 2_000 }),
    'the newest fires': (db) => findNewestFires(db, { experimentId: 'exp_7', kind: 'grading' }, 10),
    'fires to let go': (db) => deleteFiresBefore(db, new Date(0), 1_000),
    'due schedules': (db) => findDueSchedules(db, now, 100),
    'the newest releases of a shard': (db) => newestReleases(db, ['exp_1', 'exp_2', 'exp_3']),
    'a page of releases': (db) => pageOfReleases(db, 'exp_7', 300, 51),
    'releases that no edge holds': (db) => listUnconfirmed(db),
    'the outbox that is due': (db) => db.transaction((tx) => takeDueEntries(tx, now, 500)),
    'clicks of the last half minute': (db) => countRecentClicks(db, 'exp_7', new Date(STARTED_AT - 30_000)),
    'the list’s clicks': (db) => countClicksOfList(db, listed, since),
    'the list’s outcomes': (db) => sumOutcomesOfList(db, listed, since),
    'the list’s splits': (db) => splitsSince(db, listed, since),
    'the list’s predictions': (db) => newestPredictions(db, [experiment.id, ...listed]),
    'the newest ramp of an experiment': (db) => readNewestRamp(db, 'exp_7'),
    'ramps of an experiment': (db) => pageOfRamps(db, 'exp_7', page.after, 51),
    'what a ramp has brought': (db) => readOutcomes(db, rampOf('exp_7')),
    'proposed changes by time': (db) => pageOfProposedChanges(db, plane.workspace.id, {}, page.after, 51),
    'proposed changes of an experiment': (db) =>
      pageOfProposedChanges(db, plane.workspace.id, { experimentId: 'exp_7' }, page.after, 51),
    'postbacks by time': (db) =>
      pageOfDestinations(db, { workspaceId: plane.workspace.id, kind: 'postback', after: page.after, limit: 51 }),
    'deliveries of a destination': (db) =>
      pageOfDeliveries(db, { destinationId: 'dst_7', after: page.after, limit: 51 }),
    'who is told of an affiliate’s events': (db) =>
      findListeners(db, plane.workspace.id, ['buyer_event.counted'], [`a${'7'.padStart(29, '0')}`]),
    'what a destination was told of': (db) => findTold(db, ['dst_7'], ['evt_7', 'evt_57']),
    'deliveries that are due': (db) =>
      claimDue(db, new Date(STARTED_AT), new Date(STARTED_AT + 1), {
        most: 32,
        perDestination: 4,
        underWay: new Map(),
      }),
    'deliveries that are overdue': (db) => giveUpOverdue(db, LONG_AGO, 100),
    'deliveries that are too old': (db) => deleteOldDeliveries(db, LONG_AGO, 100),
    'hours of a buyer, counted': (db) =>
      countHours(db, 'byr_7', new Date(STARTED_AT - 7_200_000), new Date(STARTED_AT - 3_600_000)),
    'hours of a buyer': (db) => readHours(db, 'byr_7', new Date(STARTED_AT - DAY_MS), new Date(STARTED_AT)),
    'amounts of a buyer': (db) => readAmounts(db, 'byr_7', 300),
    'templates by change': (db) => pageOfTemplates(db, plane.workspace.id, page.after, 51),
    'the audit log by time': (db) => pageOfAudit(db, plane.workspace.id, {}, page.after, 51),
    'the audit log of an experiment': (db) =>
      pageOfAudit(db, plane.workspace.id, { objectId: 'exp_7' }, page.after, 51),
    'the audit log of a person': (db) => pageOfAudit(db, plane.workspace.id, { actorId: 'usr_7' }, page.after, 51),
    'the audit log of an action': (db) =>
      pageOfAudit(db, plane.workspace.id, { action: 'experiment.archived' }, page.after, 51),
  };

  test.each(['-updatedAt', 'updatedAt', '-createdAt', 'createdAt', '-name', 'name'] as const)(
    'given many experiments, then the order %s is an index’s own, from any place on',
    async (sort) => {
      const at = { updatedAt: STARTED_AT, createdAt: 'exp_2', name: '2' }[sort.replace('-', '')] ?? expect.fail();
      for (const after of [null, { at, id: 'exp_2' }])
        expect(await nodesOf((db) => pageOfExperiments(db, plane.workspace.id, { sort }, after, 51))).not.toContain(
          'Sort',
        );
    },
  );

  test.each(Object.entries(queries))('given weeks of traffic, then %s come by an index', async (_, query) => {
    expect(await tablesScanned(query)).toEqual([]);
  });
});
