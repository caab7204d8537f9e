import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { Deps } from '../../context.ts';
import type { Counters } from '../../counters.ts';
import { readScheduleBacklog } from '../../scheduling/schedule-outbox.store.ts';
import { countRowsByOldKey } from '../../sealing/count-rows-by-old-key.ts';
import { type Backlog, readOutboxBacklog, readUnconfirmedBacklog } from './backlog.store.ts';

export interface Metrics {
  readonly contentType: string;
  /** All of it in Prometheus' text format, now. */
  read(): Promise<string>;
}

type MetricsDeps = Pick<Deps, 'config' | 'counters' | 'dataKeys' | 'db' | 'now'>;

const PREFIX = 'alyson_api_';

/** Labels have few values, all of our own: routes and not addresses, tasks as they are named, no workspace. */
export function createMetrics({ config, counters, dataKeys, db, now }: MetricsDeps): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  showCounters(registry, counters);
  const look = showBacklogs(registry, { db, now }, config.eventBridge !== null);
  showKeysInUse(registry, { dataKeys, db });
  return {
    contentType: registry.contentType,
    async read() {
      await look();
      return registry.metrics();
    },
  };
}

type Samples = readonly (readonly [labels: Record<string, string | number>, value: number])[];

function showCounters(registry: Registry, counters: Counters): void {
  const show = (name: string, help: string, labelNames: string[], read: () => Samples) => {
    const counter: Counter = new Counter({
      name: PREFIX + name,
      help,
      labelNames,
      registers: [registry],
      collect() {
        counter.reset();
        for (const [labels, value] of read()) counter.inc(labels, value);
      },
    });
  };
  const { requests, clicks, taskFailures } = counters;
  const labels = ['method', 'route', 'status'];
  show('requests_total', 'Answered requests', labels, () =>
    [...requests.values()].map(({ count, ms: _, ...request }) => [request, count]),
  );
  show('request_seconds_total', 'Time spent on answered requests', labels, () =>
    [...requests.values()].map(({ count: _, ms, ...request }) => [request, ms / 1000]),
  );
  show('clicks_ingested_total', 'Clicks that edges delivered', ['outcome'], () =>
    Object.entries(clicks).map(([outcome, count]) => [{ outcome }, count]),
  );
  show('task_failures_total', 'Failed steps of background tasks: relay and sync bring releases out', ['task'], () =>
    [...taskFailures].map(([task, count]) => [{ task }, count]),
  );
  show('releases_not_built_total', 'Tries to build a release that failed', [], () => [[{}, counters.releasesNotBuilt]]);
  show('schedules_not_applied_total', 'Tries to tell the scheduler of a schedule that failed', [], () => [
    [{}, counters.schedulesNotApplied],
  ]);
}

/** @returns looks at the database: one that is away takes nothing but its own figures with it */
function showBacklogs(
  registry: Registry,
  { db, now }: Pick<MetricsDeps, 'db' | 'now'>,
  isScheduledOutside: boolean,
): () => Promise<void> {
  const gauge = (name: string, help: string) => new Gauge({ name: PREFIX + name, help, registers: [registry] });
  const isUp = gauge('database_up', 'Whether the database answers');
  const show = (name: string, help: string, read: (db: Deps['db']) => Promise<Backlog>) => {
    const size = gauge(name, help);
    const age = gauge(`${name}_oldest_age_seconds`, 'Since the oldest of these; 0 where there is none');
    return async () => {
      size.set(Number.NaN);
      age.set(Number.NaN);
      const { count, oldestAt } = await read(db);
      size.set(count);
      age.set(oldestAt ? Math.max(0, now() - oldestAt.getTime()) / 1000 : 0);
    };
  };
  const backlogs = [
    show('outbox_waiting', 'Changes whose consequences have not been carried out', readOutboxBacklog),
    show('releases_unconfirmed', 'Releases that no edge has been seen to hold', readUnconfirmedBacklog),
    ...(isScheduledOutside
      ? [show('schedules_waiting', 'Schedules that the scheduler is yet to learn of', readScheduleBacklog)]
      : []),
  ];
  return async () => {
    const looks = await Promise.allSettled(backlogs.map((look) => look()));
    isUp.set(looks.every(({ status }) => status === 'fulfilled') ? 1 : 0);
  };
}

/** Rows that wait for another key are counted this far; beyond it there are at least so many. */
const MOST_COUNTED = 100_000;

/** What every key but the first still has to open: a key that opens nothing more can be taken away. */
function showKeysInUse(registry: Registry, { dataKeys, db }: Pick<MetricsDeps, 'dataKeys' | 'db'>): void {
  const gauge: Gauge = new Gauge({
    name: `${PREFIX}rows_by_old_key`,
    help: 'Rows that another key than the first of ALYSON_DATA_KEYS sealed (clear: none did); held: whether it is there',
    labelNames: ['table', 'key', 'held'],
    registers: [registry],
    async collect() {
      gauge.reset();
      const counted = await countRowsByOldKey(db, dataKeys, MOST_COUNTED).catch(() => []);
      for (const { rows, table, keyId, isHeld } of counted)
        gauge.set({ table, key: keyId ?? 'clear', held: String(isHeld) }, rows);
    },
  });
}
