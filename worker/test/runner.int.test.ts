import type { Log } from '@alyson/schema';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createActivities } from '../src/activities/index.ts';
import { createHttpControlPlane } from '../src/io/control-plane.http.ts';
import { createEmbeddedModel } from '../src/io/model.embedded.ts';
import type { Model } from '../src/io/model.ts';
import { runWorker } from '../src/runner.ts';
import { type FakeControlPlane, startFakeControlPlane, TOKEN } from './fake-control-plane.ts';
import { agentOf, historiesOf } from './histories.ts';

const histories = historiesOf(
  [1, 2].map((number) =>
    agentOf(number, {
      clicks: 5000,
      leads: 100 * number,
      salesMicros: Array(30 * number).fill(40_000_000),
      weightBasisPoints: 5000,
    }),
  ),
);

let fake: FakeControlPlane;
let stop: AbortController;
let running: Promise<void>;
let lines: { message: string; [field: string]: unknown }[];

beforeEach(async () => {
  fake = await startFakeControlPlane();
  stop = new AbortController();
  lines = [];
  running = Promise.resolve();
});
afterEach(async () => {
  stop.abort();
  await fake.close();
  await running;
});

function startWorker({ model = createEmbeddedModel(), token = TOKEN, timeoutMs = 10_000, graceMs = 50 } = {}) {
  const controlPlane = createHttpControlPlane({
    baseUrl: fake.url,
    token,
    timeoutMs,
    claimWaitMs: 50,
    firstRetryMs: 5,
  });
  const log: Log = (_, message, fields) => void lines.push({ message, ...fields });
  const activities = createActivities({ controlPlane, model });
  running = runWorker({ controlPlane, activities, worker: 'test', log, graceMs, retryMs: 10 }, stop.signal);
}
const logged = (message: string) =>
  vi.waitFor(() => {
    const line = lines.find((each) => each.message === message);
    if (!line) throw new Error(`no line ${message}; there are ${JSON.stringify(lines)}`);
    return line;
  }, 20_000);

describe('the default engine, over real HTTP (W1, W2)', () => {
  test('given a waiting run, then its proposal is handed in once, and one line tells of it', async () => {
    const run = fake.enqueue(histories);
    startWorker();
    expect(await logged('run graded')).toMatchObject({
      runId: run.id,
      requestId: run.requestId,
      state: 'published',
      releaseNumber: 4,
      hold: null,
    });
    expect(fake.requestIds).toEqual([run.requestId, run.requestId]);
    expect(fake.accepted.get(run.id)).toMatchObject([
      { experimentVersion: 7, changes: [{ toBasisPoints: 3500 }, { toBasisPoints: 6500 }], hold: null },
    ]);
    expect(fake.failures).toEqual([]);
  });

  test('given several waiting runs, then each gets its own proposal', async () => {
    const runs = [fake.enqueue(histories), fake.enqueue({ ...histories, mode: 'fixed' }), fake.enqueue(histories)];
    startWorker();
    await vi.waitFor(() => expect(lines.filter(({ message }) => message === 'run graded')).toHaveLength(3), 20_000);
    expect(runs.map(({ id }) => fake.accepted.get(id)?.map(({ hold }) => hold?.code ?? 'moved'))).toEqual([
      ['moved'],
      ['fixed_mode'],
      ['moved'],
    ]);
  });

  test.each(['unavailable', 'internal', 'silence', 'lost_answer', 'half_answer'] as const)(
    'given histories answered with %s at first, then they are asked for again and the run is graded',
    async (fault) => {
      const run = fake.enqueue(histories);
      fake.faults.histories.push(fault, fault);
      startWorker(fault === 'silence' ? { timeoutMs: 1_000 } : {});
      await logged('run graded');
      expect(fake.requests.histories).toBe(3);
      expect(fake.accepted.get(run.id)).toHaveLength(1);
    },
  );

  test.each(['unavailable', 'silence'] as const)(
    'given a proposal answered with %s at first, then it is handed in again and takes effect once',
    async (fault) => {
      const run = fake.enqueue(histories);
      fake.faults.proposal.push(fault, fault);
      startWorker(fault === 'silence' ? { timeoutMs: 1_000 } : {});
      await logged('run graded');
      expect(fake.accepted.get(run.id)).toHaveLength(1);
    },
  );

  test.each(['lost_answer', 'half_answer'] as const)(
    'given a proposal that took effect but whose answer was a %s, then there is no second effect, and no failure is reported',
    async (fault) => {
      const run = fake.enqueue(histories);
      fake.faults.proposal.push(fault);
      startWorker();
      expect(await logged('run failed')).toMatchObject({ givenBack: 'not_ours_any_more' });
      expect(fake.accepted.get(run.id)).toHaveLength(1);
      expect(fake.failures).toEqual([]);
    },
  );

  test('given a control plane that stays away, then the run is given back to be tried again', async () => {
    const run = fake.enqueue(histories);
    fake.faults.histories.push('unavailable', 'unavailable', 'unavailable', 'unavailable');
    startWorker();
    await logged('run failed');
    expect(fake.requests.histories).toBe(4);
    expect(fake.failures).toMatchObject([{ runId: run.id, retryable: true }]);
  });

  test('given an answer that no retry will mend, then the run fails at once, for good', async () => {
    const run = fake.enqueue(histories);
    fake.faults.proposal.push('validation_failed');
    startWorker();
    await logged('run failed');
    expect(fake.requests.proposal).toBe(1);
    expect(fake.failures).toMatchObject([{ runId: run.id, retryable: false, detail: 'The request is not valid.' }]);
  });

  test('given histories in a form this worker does not know, then the run fails without showing a fault of ours', async () => {
    fake.enqueue({ ...histories, asOf: -1 });
    startWorker();
    expect((await logged('run failed'))['detail']).toContain('asOf');
    expect(fake.failures).toMatchObject([
      { retryable: false, detail: 'A fault in the grading worker; its log has the details.' },
    ]);
  });

  test('given a lease that another worker took over, then nothing is proposed and nothing is reported', async () => {
    const run = fake.enqueue(histories);
    startWorker({
      model: {
        ...createEmbeddedModel(),
        predict: async () => {
          fake.expireLease(run);
          return [];
        },
      },
    });
    expect(await logged('run failed')).toMatchObject({ givenBack: 'not_ours_any_more' });
    expect(fake.accepted.size).toBe(0);
    expect(fake.failures).toEqual([]);
  });

  test('given a model that throws, then the run is held with its words as the reason (W3)', async () => {
    const run = fake.enqueue(histories);
    const model: Model = {
      identity: { name: 'broken', version: '1' },
      predict: () => Promise.reject(new Error('no answer in 2 s')),
    };
    startWorker({ model });
    expect(await logged('run graded')).toMatchObject({ state: 'held', hold: 'model_failed' });
    expect(fake.accepted.get(run.id)).toMatchObject([
      { hold: { code: 'model_failed', detail: 'The model broken failed: no answer in 2 s' }, predictions: [] },
    ]);
  });
});

describe('the default engine, waiting and stopping', () => {
  test('given an outage, then it is said once, waited out, and its end is said', async () => {
    fake.faults.claim.push('unavailable', 'unavailable', 'unavailable');
    startWorker();
    await logged('control plane reached');
    const run = fake.enqueue(histories);
    await logged('run graded');
    expect(lines.filter(({ message }) => message === 'claim failed')).toHaveLength(1);
    expect(fake.accepted.get(run.id)).toHaveLength(1);
  });

  test('given a wrong token, then the line says so, and the worker keeps asking', async () => {
    startWorker({ token: 'wrong' });
    expect(await logged('claim failed')).toMatchObject({ detail: expect.stringContaining('unauthenticated') });
    await vi.waitFor(() => expect(fake.requests.claim).toBeGreaterThan(2));
  });

  test('given a stop while it waits for a run, then it ends at once', async () => {
    fake.faults.claim.push('silence');
    startWorker();
    await vi.waitFor(() => expect(fake.requests.claim).toBe(1));
    stop.abort();
    await running;
    expect(lines).toEqual([]);
  });

  test('given a stop during a run, then the run is finished first', async () => {
    const run = fake.enqueue(histories);
    const model = createEmbeddedModel();
    const stopping: Model = {
      ...model,
      predict: (given) => {
        stop.abort();
        return model.predict(given);
      },
    };
    startWorker({ model: stopping, graceMs: 10_000 });
    await running;
    expect(fake.accepted.get(run.id)).toHaveLength(1);
    expect(fake.requests.claim).toBe(1);
  });

  test('given a stop during a run that does not end, then the run is given back', async () => {
    const run = fake.enqueue(histories);
    const stuck: Model = {
      ...createEmbeddedModel(),
      predict: () => {
        stop.abort();
        return new Promise(() => undefined);
      },
    };
    startWorker({ model: stuck });
    await running;
    expect(fake.failures).toEqual([{ runId: run.id, detail: 'The worker was stopped.', retryable: true }]);
  });
});
