import type { Instant } from '@alyson/schema';
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { Alarms } from '../alarms.ts';
import type { Counters } from '../counters.ts';
import type { ReleaseMemory } from '../release-memory.ts';
import type { Metrics } from './metrics.ts';

export interface PrometheusOptions {
  readonly counters: Counters;
  readonly memory: ReleaseMemory;
  readonly alarms: Alarms;
  readonly spoolBytes: () => number;
  /** Clicks on disk that the control plane does not have yet. */
  readonly waitingOnDisk: () => number;
  /** When the oldest of the clicks was answered that wait on disk; null where none waits. */
  readonly oldestAt: () => Instant | null;
  /** Clicks that wait in memory, because the spool did not take them. */
  readonly waitingInMemory: () => number;
  /** Buyers' calls that wait for the control plane: how many, and what they take on disk with those set aside. */
  readonly inbox: { readonly count: () => number; readonly bytes: () => number };
  /** When it was last known that the bundles held are the newest. */
  readonly confirmedAt: () => Instant;
  readonly now: () => Instant;
}

/** Prometheus' text format. Everything is read when it is asked for: no click knows of this. */
export function createPrometheusMetrics(options: PrometheusOptions): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const page = createPage(registry);
  writeClicks(page, options);
  writeReleases(page, options);
  writeSpool(page, options);
  writeInbox(page, options);
  return { contentType: registry.contentType, read: () => registry.metrics() };
}

/** Labels have few values, all known beforehand: no id of an experiment, nothing that a visitor sends. */
type Samples = readonly (readonly [labels: Readonly<Record<string, string>>, value: number])[];
type Read = () => Samples;

interface Page {
  /** Only ever rises, but for a restart. */
  counter(name: string, help: string, labels: readonly string[], read: Read): void;
  gauge(name: string, help: string, labels: readonly string[], read: Read): void;
}

const PREFIX = 'alyson_router_';

const createPage = (registry: Registry): Page => ({
  counter(name, help, labelNames, read) {
    const counter = new Counter({
      name: PREFIX + name,
      help,
      labelNames,
      registers: [registry],
      collect() {
        counter.reset();
        for (const [labels, value] of read()) counter.inc(labels, value);
      },
    });
  },
  gauge(name, help, labelNames, read) {
    const gauge = new Gauge({
      name: PREFIX + name,
      help,
      labelNames,
      registers: [registry],
      collect() {
        gauge.reset();
        for (const [labels, value] of read()) gauge.set(labels, value);
      },
    });
  },
});

const one = (value: number): Samples => [[{}, value]];
const by = (label: string, counts: Readonly<Record<string, number>>, more: Readonly<Record<string, string>> = {}) =>
  Object.entries(counts).map(([name, count]) => [{ [label]: name, ...more }, count] as const);

function writeClicks({ counter }: Page, { counters }: PrometheusOptions): void {
  counter('clicks_total', 'Answered clicks, by why they went where they went', ['reason', 'bot'], () => [
    ...by('reason', counters.people, { bot: 'false' }),
    ...by('reason', counters.bots, { bot: 'true' }),
  ]);
  counter('fallbacks_total', 'Clicks that went to a fallback, by whose it was', ['page'], () =>
    by('page', counters.fallbacks),
  );
  counter('strays_total', 'Requests for no link at all', [], () => one(counters.strays));
  counter('faults_total', 'Requests that met a fault of the router', [], () => one(counters.faults));
  counter('clicks_recorded_total', 'Clicks that the spool has taken', [], () => one(counters.recorded));
  counter('clicks_delivered_total', 'Clicks that the control plane has stored', [], () => one(counters.delivered));
  counter('clicks_set_aside_total', 'Clicks that the control plane will never take', [], () => one(counters.setAside));
  counter('clicks_lost_total', 'Clicks that could be kept nowhere', [], () => one(counters.lost));
  counter('deliveries_total', 'Tries to hand clicks to the control plane', ['outcome'], () =>
    by('outcome', counters.deliveries),
  );
}

function writeReleases({ counter, gauge }: Page, options: PrometheusOptions): void {
  const { counters, memory, alarms, confirmedAt, now } = options;
  const secondsSince = (at: Instant) => Math.max(0, now() - at) / 1000;
  counter('bundles_accepted_total', 'Bundles put in force', [], () => one(counters.bundlesAccepted));
  counter('bundles_refused_total', 'Bundles refused', ['reason'], () => by('reason', counters.bundlesRefused));
  counter('releases_held_back_total', 'Releases kept back inside accepted bundles', ['reason'], () =>
    by('reason', counters.releasesHeldBack),
  );
  counter('pulls_total', 'Tries to fetch newer bundles', ['outcome'], () => by('outcome', counters.pulls));
  gauge('bundle_sequence', 'Sequence of the bundle in force', ['shard'], () =>
    memory.holdings().map(({ shard, sequence }) => [{ shard: String(shard) }, sequence]),
  );
  gauge('bundle_age_seconds', 'Since the bundle in force was issued', ['shard'], () =>
    memory.holdings().map(({ shard, issuedAtMs }) => [{ shard: String(shard) }, secondsSince(issuedAtMs)]),
  );
  gauge(
    'oldest_release_age_seconds',
    'Since the oldest release in force was last issued; 0 where there is none',
    [],
    () => one(Math.max(0, ...memory.holdings().map((held) => secondsSince(held.oldestReleaseAtMs ?? now())))),
  );
  gauge('confirmed_age_seconds', 'Since the bundles held were last known to be the newest', [], () =>
    one(secondsSince(confirmedAt())),
  );
  gauge('ready', 'Whether a verified bundle is held and clicks can be kept', [], () =>
    one(alarms.readiness().status === 'ready' ? 1 : 0),
  );
  gauge('alarm', 'Whether an alarm stands', ['alarm'], () =>
    [...alarms.standing()].map(([alarm, stands]) => [{ alarm }, stands ? 1 : 0]),
  );
}

function writeSpool({ counter, gauge }: Page, options: PrometheusOptions): void {
  const { counters, spoolBytes, waitingOnDisk, oldestAt, waitingInMemory, now } = options;
  counter('spool_refused_total', 'Clicks that the spool did not take', [], () => one(counters.spoolRefused));
  gauge('spool_bytes', 'What the spool takes on disk', [], () => one(spoolBytes()));
  gauge('spool_oldest_waiting_age_seconds', 'Since the oldest waiting click was answered; 0 while none waits', [], () =>
    one(Math.max(0, now() - (oldestAt() ?? now())) / 1000),
  );
  gauge('spool_waiting_clicks', 'Clicks on disk that the control plane does not have yet', [], () =>
    one(waitingOnDisk()),
  );
  gauge('memory_waiting_clicks', 'Clicks that wait in memory only', [], () => one(waitingInMemory()));
}

function writeInbox({ gauge }: Page, { inbox }: PrometheusOptions): void {
  gauge('inbox_waiting_calls', 'Calls of buyers that the control plane does not have yet', [], () =>
    one(inbox.count()),
  );
  gauge('inbox_bytes', 'What buyers’ calls take on disk, those set aside included', [], () => one(inbox.bytes()));
}
