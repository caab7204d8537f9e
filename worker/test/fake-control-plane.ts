import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import {
  type ClaimedRun,
  type Histories,
  PROBLEMS,
  type ProblemCode,
  type Proposal,
  type Run,
  RunId,
} from '@alyson/schema';

/** What may go wrong with one request, in place of the right answer. */
type Fault =
  /** The request is never answered. */
  | 'silence'
  /** The request takes effect, but the connection breaks before the answer. */
  | 'lost_answer'
  /** The answer breaks off in the middle. */
  | 'half_answer'
  | ProblemCode;

type Step = 'claim' | 'histories' | 'proposal' | 'failure';

/** A control plane that leases the runs it is given, over real HTTP on a free port of loopback. */
export interface FakeControlPlane {
  url: string;
  /** Waiting runs with what they grade. */
  enqueue: (histories: Histories) => ClaimedRun;
  /** What goes wrong next with a step, one fault per request. */
  faults: Record<Step, Fault[]>;
  /** How many requests of each step came. */
  requests: Record<Step, number>;
  /** The `X-Request-Id` of every request about a run. */
  requestIds: readonly string[];
  /** Proposals that took effect, by run. */
  accepted: Map<string, Proposal[]>;
  /** Runs given back. */
  failures: { runId: string; detail: string; retryable: boolean }[];
  /** Takes the lease of a run away. */
  expireLease: (run: ClaimedRun) => void;
  close: () => Promise<void>;
}

export const TOKEN = 'worker-token-of-this-test';

interface FakeRun extends ClaimedRun {
  state: Run['state'];
  histories: Histories;
}

export async function startFakeControlPlane(): Promise<FakeControlPlane> {
  const runs: FakeRun[] = [];
  const faults: FakeControlPlane['faults'] = { claim: [], histories: [], proposal: [], failure: [] };
  const requests = { claim: 0, histories: 0, proposal: 0, failure: 0 };
  const accepted: FakeControlPlane['accepted'] = new Map();
  const failures: FakeControlPlane['failures'] = [];
  const requestIds: string[] = [];

  /** The effect of a request and its answer, or the problem. */
  function answer(step: Step, runId: string | undefined, body: { leaseId?: string; [key: string]: unknown }): unknown {
    if (step === 'claim') {
      const run = runs.find(({ state }) => state === 'queued');
      if (run) run.state = 'running';
      return {
        run: run
          ? {
              id: run.id,
              experimentId: run.experimentId,
              leaseId: run.leaseId,
              leasedUntil: run.leasedUntil,
              requestId: run.requestId,
            }
          : null,
      };
    }
    const run = runs.find(({ id }) => id === runId);
    if (!run) return problem('not_found');
    if (step === 'histories') return run.histories;
    if (run.state !== 'running' || body.leaseId !== run.leaseId) return problem('lease_lost');
    if (step === 'failure') {
      failures.push({ runId: run.id, detail: String(body['detail']), retryable: body['retryable'] === true });
      run.state = 'failed';
      return runOf(run, null);
    }
    const proposal = body['proposal'] as Proposal;
    accepted.set(run.id, [...(accepted.get(run.id) ?? []), proposal]);
    run.state = proposal.hold ? 'held' : 'published';
    return runOf(run, proposal);
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, runId, action] = /^\/v1\/runs\/([^/]+)(?:\/(\w+))?$/.exec(request.url ?? '') ?? [];
    const step = (runId === 'claim' ? 'claim' : action) as Step;
    requests[step] += 1;
    if (step !== 'claim') requestIds.push(String(request.headers['x-request-id']));
    if (request.headers.authorization !== `Bearer ${TOKEN}`) return send(response, problem('unauthenticated'));
    const fault = faults[step].shift();
    if (fault === 'silence') return;
    if (fault && fault !== 'lost_answer' && fault !== 'half_answer') return send(response, problem(fault));
    const content = await text(request);
    const body = content ? JSON.parse(content) : {};
    if (step === 'claim' && !runs.some(({ state }) => state === 'queued')) await pause(body.waitMs);
    const result = answer(step, runId, body);
    if (fault === 'lost_answer') {
      request.socket.destroy();
    } else if (fault === 'half_answer') {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
      response.write('{"half":');
      setImmediate(() => request.socket.destroy());
    } else send(response, result);
  }

  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    enqueue(histories) {
      const id = RunId.parse(`run_01h455vb4pex5vsknk084sn0${String(runs.length).padStart(2, '0')}`);
      const run = {
        id,
        experimentId: histories.experimentId,
        leaseId: `lease ${runs.length}`,
        leasedUntil: '2026-01-05T00:01:00.000Z',
        requestId: `asked-${runs.length}`,
        state: 'queued' as const,
        histories,
      };
      runs.push(run);
      return run;
    },
    expireLease: ({ id }) => {
      for (const run of runs) if (run.id === id) run.leaseId = 'of another worker';
    },
    faults,
    requests,
    requestIds,
    accepted,
    failures,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

class FakeProblem {
  readonly code: ProblemCode;
  constructor(code: ProblemCode) {
    this.code = code;
  }
}
const problem = (code: ProblemCode) => new FakeProblem(code);

function send(response: ServerResponse, result: unknown): void {
  if (!(result instanceof FakeProblem)) {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(result));
    return;
  }
  const { status, title } = PROBLEMS[result.code];
  const body = {
    type: `https://problems.test/${result.code}`,
    title,
    status,
    code: result.code,
    instance: 'urn:request:test',
  };
  response.writeHead(status, { 'content-type': 'application/problem+json' }).end(JSON.stringify(body));
}

const runOf = (run: FakeRun, proposal: Proposal | null): Run => ({
  id: run.id,
  experimentId: run.experimentId,
  trigger: 'manual',
  scheduledFor: '2026-01-05T00:00:00.000Z',
  state: run.state,
  attempts: 1,
  startedAt: null,
  finishedAt: null,
  proposal,
  oldSplit: null,
  newSplit: null,
  releaseNumber: run.state === 'published' ? 4 : null,
  detail: null,
});
