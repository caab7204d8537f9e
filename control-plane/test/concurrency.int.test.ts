import { type Experiment, ProblemError } from '@alyson/schema';
import { bundles, outbox, releases, runs } from '@alyson/schema/tables';
import { asc, eq, inArray, isNull } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { keepCaps } from '../src/features/caps/keep-caps.ts';
import { keepRamps } from '../src/features/ramps/keep-ramps.ts';
import { syncEdge } from '../src/features/releases/sync-edge.ts';
import { handleFire } from '../src/features/schedules/handle-fire.ts';
import { createHttpEdge } from '../src/io/edge.http.ts';
import { relayOutbox } from '../src/outbox/relay-outbox.ts';
import { draft, startedExperiment } from './support/drafts.ts';
import { proposalOf } from './support/drive-run.ts';
import { type FakeEdge, type Fault, startFakeEdge } from './support/fake-edge.ts';
import { makeClick } from './support/make-click.ts';
import { type Instance, openInstance } from './support/open-instance.ts';
import { pick, seededRandom } from './support/seeded-random.ts';
import { useControlPlane } from './support/test-control-plane.ts';
import { Turnstile } from './support/turnstile.ts';

/** `CONCURRENCY_SEED=… CONCURRENCY_ROUNDS=1` plays one interleaving again. */
const FIRST_SEED = Number(process.env['CONCURRENCY_SEED'] ?? 1);
const ROUNDS = Number(process.env['CONCURRENCY_ROUNDS'] ?? 1_000);
const INSTANCES = 2;
const SOON = { timeout: 10_000, interval: 1 };
const AT_ONCE = 6;
/** After so many rounds an experiment has enough behind it: the next begin anew. */
const ROUNDS_PER_EXPERIMENT = 25;

const plane = useControlPlane({ shardCount: 1 });
let edges: FakeEdge[];
let random = seededRandom(FIRST_SEED);
let instances: Instance[];

beforeAll(async () => {
  edges = await Promise.all([1, 2].map(() => startFakeEdge(plane.releasePublicKey, 'local')));
  const turnstile = new Turnstile(() => random());
  instances = Array.from({ length: INSTANCES }, (_, i) =>
    openInstance(plane, { name: `i${i}`, turnstile, edges: edges.map(({ url }) => createHttpEdge(url, 'token')) }),
  );
});
afterAll(async () => {
  await Promise.all([...instances.map((instance) => instance.close()), ...edges.map((edge) => edge.close())]);
});

/** What one round does at once, and what it was told. */
interface Round {
  experiments: readonly Experiment[];
  answers: Experiment[];
  /** Of writes with If-Match: the version that was sent, and the one that was answered. */
  edits: { sent: number; answered: number }[];
  leases: string[];
}

type Operation = (instance: Instance, experiment: Experiment, round: Round) => Promise<unknown>;

const at = ({ id }: Experiment) => ({ params: { experimentId: id } });

/** A change of a person: what it answered is checked against the others' answers. */
const change =
  (make: (instance: Instance, experiment: Experiment) => Promise<Experiment>, isEdit = false): Operation =>
  async (instance, experiment, round) => {
    const answer = await make(instance, experiment);
    round.answers.push(answer);
    if (isEdit) round.edits.push({ sent: experiment.version, answered: answer.version });
    // As the relay does that a commit wakes.
    if (random() < 0.6) await relayOutbox(instance.deps);
  };

/** A change of what was read before: it may only succeed on that very version. */
const edit = (make: (instance: Instance, experiment: Experiment) => Promise<Experiment>): Operation =>
  change(make, true);

const share = () => 500 + Math.floor(random() * 9_000);
const splitOf = ({ agents }: Experiment) => {
  const first = share();
  const on = agents.filter(({ state }) => state === 'on');
  return on.map(({ id }, i) => ({
    agentId: id,
    weightBasisPoints: on.length === 1 ? 10_000 : i === 0 ? first : i === 1 ? 10_000 - first : 0,
  }));
};

const PEOPLE: Record<string, Operation> = {
  override: edit((instance, experiment) =>
    instance.client().overrideSplit({
      ...at(experiment),
      ifMatch: experiment.version,
      body: { weights: splitOf(experiment), reason: 'test', hold: false },
    }),
  ),
  rollBack: edit((instance, experiment) =>
    instance.client().rollBack({
      params: { experimentId: experiment.id, number: 1 },
      ifMatch: experiment.version,
      body: { reason: 'test', hold: false },
    }),
  ),
  ramp: edit((instance, experiment) =>
    instance.client().startRamp({
      ...at(experiment),
      ifMatch: experiment.version,
      body: {
        weights: splitOf(experiment),
        reason: 'test',
        hold: false,
        stepBasisPoints: 500,
        intervalMinutes: 1,
        onBreach: pick(random, ['hold', 'return']),
      },
    }),
  ),
  finishRamp: change((instance, experiment) => instance.client().finishRamp(ofRamp(experiment))),
  rename: edit((instance, experiment) =>
    instance.client().changeExperiment({
      ...at(experiment),
      ifMatch: experiment.version,
      body: { name: `Round ${random()}`, stickyDays: Math.floor(random() * 400) },
    }),
  ),
  pause: change((instance, experiment) => instance.client().pauseExperiment(at(experiment))),
  resume: change((instance, experiment) => instance.client().resumeExperiment(at(experiment))),
  turnOff: change((instance, experiment) => instance.client().turnAgentOff(ofAgent(experiment))),
  turnOn: change((instance, experiment) => instance.client().turnAgentOn(ofAgent(experiment))),
  addLink: change((instance, experiment) =>
    instance.client().addLink({ ...at(experiment), body: { kind: 'slug', value: `x${Math.floor(random() * 1e9)}` } }),
  ),
};

const MACHINES: Record<string, Operation> = {
  fire: (instance, { id }) =>
    handleFire(instance.deps, {
      experimentId: id,
      kind: 'grading',
      scheduleArn: 'test',
      scheduledTime: plane.clock.now,
    }),
  grade: async (instance, _experiment, round) => {
    const worker = instance.client(plane.workspace.tokens.worker);
    const { run } = await worker.claimRun({ body: { worker: 'test' } });
    if (!run) return;
    round.leases.push(run.leaseId);
    const params = { runId: run.id };
    const histories = await worker.getHistories({ params });
    const [first = 0, second = 0, ...rest] = histories.agents.map((agent) => agent.weightBasisPoints);
    const step = Math.min(100, second);
    const proposal = proposalOf(histories, [first + step, second - step, ...rest]);
    // Its answer was lost: it is handed in again, at another instance.
    const hands = random() < 0.3 ? instances : [instance];
    await Promise.all(
      hands.map((each) =>
        each.client(plane.workspace.tokens.worker).proposeSplit({ params, body: { leaseId: run.leaseId, proposal } }),
      ),
    );
  },
  click: async (instance, experiment) => {
    const agentId = pick(random, experiment.agents).id;
    const clicks = Array.from({ length: 3 }, () =>
      makeClick({ experimentId: experiment.id, agentId, at: plane.clock.now }),
    );
    await instance.client(plane.workspace.tokens.edge).deliverClicks({ body: { clicks } });
  },
  caps: (instance) => keepCaps(instance.deps),
  ramps: (instance) => keepRamps(instance.deps),
  relay: (instance) => relayOutbox(instance.deps),
  sync: async (instance) => {
    const fault = pick<Fault | null>(random, [null, null, 'answer_lost', 'push_fails']);
    if (fault) pick(random, edges).misbehave(fault);
    // What an edge did not take is for the next step.
    await syncEdge(instance.deps, pick(random, instance.deps.edges)).catch(() => undefined);
  },
  restoreEdge: async () => pick(random, edges).forget(),
};

const ofRamp = ({ id, ramp }: Experiment) => ({
  params: { experimentId: id, rampId: ramp?.id ?? 'rmp_01h455vb4pex5vsknk084sn02q' },
});

const OPERATIONS = { ...PEOPLE, ...MACHINES };
const anyOperation = () => pick(random, Object.keys(pick(random, [PEOPLE, MACHINES])));

const ofAgent = (experiment: Experiment) => ({
  params: { experimentId: experiment.id, agentId: pick(random, experiment.agents).id },
});

/** A person or a worker may be too late; a deadlock, a broken rule or a lost row may never be. */
const EXPECTED = new Set([
  'stale_version',
  'transition_refused',
  'lease_lost',
  'validation_failed',
  'already_grading',
  'not_found',
]);

async function play(round: Round): Promise<string[]> {
  const names = Array.from({ length: AT_ONCE }, () => anyOperation());
  // The same of some at once: what is done twice is what goes wrong.
  const played = random() < 0.5 ? [...names, ...names.slice(0, 2)] : names;
  await Promise.all(
    played.map(async (name) => {
      try {
        await OPERATIONS[name]?.(pick(random, instances), pick(random, round.experiments), round);
      } catch (error) {
        if (!(error instanceof ProblemError) || !EXPECTED.has(error.code)) throw new Error(name, { cause: error });
      }
    }),
  );
  return played;
}

/** Everything that waits is carried out: then database and edges must agree. */
async function settle(): Promise<void> {
  while (await relayOutbox(plane.deps));
  for (const { url } of edges) await vi.waitFor(() => syncEdge(plane.deps, createHttpEdge(url, 'token')), SOON);
}

const REPEATABLE = new Set(['override', 'rollback', 'edited', 'optimizer']);

async function checkExperiment(experiment: Experiment, { answers, edits }: Round): Promise<void> {
  const made = await plane.db
    .select()
    .from(releases)
    .where(eq(releases.experimentId, experiment.id))
    .orderBy(asc(releases.number));
  // No gap, no number twice, no run twice.
  expect(made.map(({ number }) => number)).toEqual(made.map((_, i) => i + 1));
  const runIds = made.flatMap(({ runId }) => runId ?? []);
  expect(new Set(runIds).size).toBe(runIds.length);

  // Nobody but a person or a run publishes what is in force already.
  for (const [i, { cause, document }] of made.entries())
    if (!REPEATABLE.has(cause)) expect({ ...document, number: 0 }).not.toEqual({ ...made[i - 1]?.document, number: 0 });

  // No lost update: an edit follows the version it was made on, every answer of this round stands for a version of its own, and for a release of its own.
  for (const { sent, answered } of edits) expect(answered).toBe(sent + 1);
  const own = answers.filter(({ id }) => id === experiment.id);
  expect(new Set(own.map(({ version }) => version)).size).toBe(own.length);
  expect(new Set(own.map(({ release }) => release?.number)).size).toBe(own.length);

  // The newest release is what the database says.
  const now = await plane.client().getExperiment(at(experiment));
  const newest = made.at(-1);
  if (!newest) return expect.fail('no release');
  expect(newest.number).toBe(now.release?.number);
  const weights = now.agents.map(({ weightBasisPoints }) => weightBasisPoints);
  expect(newest.weights.map(({ weightBasisPoints }) => weightBasisPoints)).toEqual(weights);
  expect(bucketsOf(newest.document.table, weights.length)).toEqual(weights);
  expect(newest.document.agents.map(({ isOn, isCapped }) => [isOn, isCapped])).toEqual(
    now.agents.map(({ state, isCapped }) => [state === 'on', isCapped]),
  );
  expect(newest.document.state).toBe(now.state === 'running' && now.isCapped ? 'capped' : now.state);
  expect(newest.document.stickyDays).toBe(now.stickyDays);
  expect(newest.links?.map(({ id }) => id).toSorted()).toEqual(now.links.map(({ id }) => id).toSorted());

  // And what the edges hold, which never went back.
  for (const edge of edges) expect(edge.releaseOf(experiment.id)).toMatchObject({ number: newest.number });
}

function bucketsOf({ ends, owners }: { ends: number[]; owners: number[] }, agents: number): number[] {
  const counts = Array.from({ length: agents }, () => 0);
  for (const [i, owner] of owners.entries()) counts[owner] = (counts[owner] ?? 0) + (ends[i] ?? 0) - (ends[i - 1] ?? 0);
  return counts;
}

async function checkFires(experiments: readonly Experiment[]): Promise<void> {
  const ids = experiments.map(({ id }) => id);
  const fired = await plane.db.select().from(runs).where(inArray(runs.experimentId, ids));
  const fires = fired.map(({ experimentId, scheduledFor }) => `${experimentId} ${scheduledFor.getTime()}`);
  expect(new Set(fires).size).toBe(fires.length);
  for (const fire of fires) allFires.add(fire);
}

/** Of all rounds: without any, nothing would have been shown of them. */
const allFires = new Set<string>();

/** By shard and sequence, over all rounds: a sequence stands for one text. */
const texts = new Map<string, string>();

async function checkEdges(): Promise<void> {
  expect(await plane.db.select().from(outbox).where(isNull(outbox.deliveredAt))).toEqual([]);
  const published = await plane.db.select().from(bundles);
  for (const { shard, sequence, payload } of edges.flatMap(({ accepted }) => accepted)) {
    const key = `${shard} ${sequence}`;
    expect(payload).toBe(texts.get(key) ?? payload);
    texts.set(key, payload);
  }
  for (const edge of edges) {
    for (const { shard, sequence } of published) {
      const taken = edge.accepted.filter((acceptance) => acceptance.shard === shard);
      expect(taken.at(-1)?.sequence ?? sequence).toBe(sequence);
    }
    for (const [before, after] of pairsOf(edge.accepted)) {
      expect(after.sequence).toBeGreaterThan(before.sequence);
      for (const [id, number] of before.releases)
        expect(after.releases.get(id) ?? number).toBeGreaterThanOrEqual(number);
    }
  }
}

/** Bundles of one shard that an edge took one after another, without a loss of its disk in between. */
function pairsOf(accepted: FakeEdge['accepted']): [FakeEdge['accepted'][number], FakeEdge['accepted'][number]][] {
  const byShard = Map.groupBy(accepted, ({ shard }) => shard);
  return [...byShard.values()].flatMap((taken) =>
    taken.flatMap((after, i) => {
      const before = taken[i - 1];
      return before && !after.isAfterLoss
        ? [[before, after] as [FakeEdge['accepted'][number], FakeEdge['accepted'][number]]]
        : [];
    }),
  );
}

const begin = () =>
  Promise.all(
    [null, 4].map((dailyCap) =>
      startedExperiment(plane.client(), {
        mode: 'auto',
        gradingSchedule: { expression: 'rate(1 hour)' },
        agents: [
          ...draft().agents,
          { name: 'Third', landingUrl: 'https://pages.example/third', weightBasisPoints: 0 },
        ].map((agent, i) => ({ ...agent, dailyCap: dailyCap !== null && i === 1 ? dailyCap : null })),
      }),
    ),
  );

test(`C6, C9, C11, R21: given ${ROUNDS} interleavings of what two instances do at once, then no fire and no number comes twice, no update is lost, and database and edges agree`, {
  timeout: 1_200_000,
}, async () => {
  let experiments: readonly Experiment[] = await begin();
  const leases: string[] = [];
  for (let seed = FIRST_SEED; seed < FIRST_SEED + ROUNDS; seed += 1) {
    random = seededRandom(seed);
    plane.clock.now += 30_000;
    if (seed % ROUNDS_PER_EXPERIMENT === 0) experiments = await begin();
    experiments = await Promise.all(experiments.map((experiment) => plane.client().getExperiment(at(experiment))));
    for (const edge of edges) edge.accepted.length = 0;
    const round: Round = { experiments, answers: [], edits: [], leases };
    let played: string[] = [];
    try {
      played = await play(round);
      await settle();
      for (const experiment of experiments) await checkExperiment(experiment, round);
      await checkFires(experiments);
      await checkEdges();
      expect(new Set(leases).size).toBe(leases.length);
    } catch (error) {
      throw new Error(`CONCURRENCY_SEED=${seed} (${played.join(', ')})`, { cause: error });
    }
  }
  if (ROUNDS > ROUNDS_PER_EXPERIMENT) expect(allFires.size).toBeGreaterThan(0);
});
