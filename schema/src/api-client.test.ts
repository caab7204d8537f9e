import { describe, expect, test } from 'vitest';
import { type ApiClientOptions, createApiClient, csvAddress } from './api-client.ts';
import { ProblemError } from './problem.ts';

const experimentId = 'exp_01h455vb4pex5vsknk084sn02q';
const runId = 'run_01h455vb4pex5vsknk084sn02q';

interface Sent {
  url: string;
  method: string | undefined;
  headers: Record<string, string>;
  body: unknown;
}

/** A client on a network that answers everything alike, and what it sent. */
function clientOn(
  answer: (signal: AbortSignal | null | undefined) => Response | Promise<Response>,
  options: Partial<ApiClientOptions> = {},
) {
  const sent: Sent[] = [];
  const network: typeof fetch = async (url, request) => {
    sent.push({
      url: String(url),
      method: request?.method,
      headers: Object.fromEntries(new Headers(request?.headers)),
      body: request?.body,
    });
    return answer(request?.signal);
  };
  return { client: createApiClient({ baseUrl: 'https://api.test', fetch: network, ...options }), sent };
}

const json = (body: unknown, status = 200) => Response.json(body, { status });
const noRun = () => json({ run: null });
const problemOf = async (call: Promise<unknown>): Promise<ProblemError> => {
  const error = await call.then(
    () => new Error('it was answered'),
    (reason: unknown) => reason,
  );
  if (error instanceof ProblemError) return error;
  throw error;
};

describe('what the client sends', () => {
  test('given a body, then it goes as JSON with the headers of the client', async () => {
    const { client, sent } = clientOn(noRun, { headers: { authorization: 'Bearer t' } });
    await client.claimRun({ body: { worker: 'w1', waitMs: 5 } });
    expect(sent).toEqual([
      {
        url: 'https://api.test/v1/runs/claim',
        method: 'POST',
        headers: { accept: 'application/json', 'content-type': 'application/json', authorization: 'Bearer t' },
        body: '{"worker":"w1","waitMs":5}',
      },
    ]);
  });

  test('given a file, then it goes as it is under its own media type, and nothing ends it but the caller', async () => {
    const { client, sent } = clientOn((signal) => json({ aborted: signal?.aborted, code: 'x' }, 500), { timeoutMs: 0 });
    const file = new Blob(['a,b\n'], { type: 'text/csv' });
    await problemOf(client.compareTuneClickLog({ query: { name: 'clicks of today.csv' }, file }));
    expect(sent[0]).toMatchObject({ url: 'https://api.test/v1/tune/click-logs?name=clicks+of+today.csv', body: file });
    expect(sent[0]?.headers).not.toHaveProperty('content-type', 'application/json');
  });

  test('given no body, then no content type is claimed', async () => {
    const { client, sent } = clientOn(() => json({ items: [], nextCursor: null }));
    await client.listAudit({});
    expect(sent).toMatchObject([
      { url: 'https://api.test/v1/audit', method: 'GET', headers: { accept: 'application/json' } },
    ]);
    expect(sent[0]?.headers).not.toHaveProperty('content-type');
  });

  test('given parameters and a query, then both are percent-encoded, and what is undefined is left out', async () => {
    const { client, sent } = clientOn(() => json({ items: [], nextCursor: null }));
    await client.listRuns({ params: { experimentId: 'a/b?c' }, query: { cursor: 'x y&z', limit: undefined } });
    expect(sent[0]?.url).toBe('https://api.test/v1/experiments/a%2Fb%3Fc/runs?cursor=x+y%26z');
  });

  test('given a version and an idempotency key, then they go as If-Match and Idempotency-Key', async () => {
    const { client, sent } = clientOn(() => json({ code: 'x' }, 500));
    const weights = [{ agentId: 'agt_01h455vb4pex5vsknk084sn02q', weightBasisPoints: 10_000 }];
    await problemOf(
      client.overrideSplit({ params: { experimentId }, body: { weights, reason: 'why', hold: false }, ifMatch: 7 }),
    );
    await problemOf(client.createBuyer({ body: { name: 'HomeLight' }, idempotencyKey: 'key-1' }));
    expect(sent[0]?.headers).toMatchObject({ 'if-match': '"7"' });
    expect(sent[1]?.headers).toMatchObject({ 'idempotency-key': 'key-1' });
  });
});

describe('what the client answers', () => {
  test('given success, then the body comes parsed', async () => {
    const run = { id: runId, experimentId, leaseId: 'l', leasedUntil: '2026-01-05T00:00:00.000Z', requestId: 'req_1' };
    const { client } = clientOn(() => json({ run: { ...run, unknown: true } }));
    expect(await client.claimRun({ body: { worker: 'w1' } })).toEqual({ run });
  });

  test('given a body in another form, then it is a bug and thrown as one, not taken for an outage', async () => {
    const { client } = clientOn(() => json({ run: 5 }));
    await expect(client.claimRun({ body: { worker: 'w1' } })).rejects.toMatchObject({ name: 'ZodError' });
  });

  test('given a problem, then its code, detail and fields come with the error (C2)', async () => {
    const errors = [{ pointer: '#/worker', detail: 'is missing' }];
    const { client } = clientOn(() =>
      json(
        { type: 't', title: 'x', status: 422, code: 'validation_failed', detail: 'No.', instance: 'i', errors },
        422,
      ),
    );
    const problem = await problemOf(client.claimRun({ body: { worker: 'w1' } }));
    expect(problem).toMatchObject({ code: 'validation_failed', message: 'No.', errors });
  });

  test("given a problem without detail, then the code's own title stands for it", async () => {
    const { client } = clientOn(() =>
      json({ type: 't', title: 'x', status: 409, code: 'lease_lost', instance: 'i' }, 409),
    );
    const problem = await problemOf(client.claimRun({ body: { worker: 'w1' } }));
    expect(problem).toMatchObject({
      code: 'lease_lost',
      message: 'Another worker has taken this run over.',
      errors: [],
    });
  });

  test.each([
    {
      given: 'no connection',
      answer: () => Promise.reject(new TypeError('fetch failed')),
      message: 'The server did not answer.',
    },
    {
      given: 'a page of something in between',
      answer: () => new Response('<html>', { status: 502 }),
      message: 'The server answered 502.',
    },
    {
      given: 'an error with a code from the future',
      answer: () => json({ code: 'moon_phase', status: 418 }, 418),
      message: 'The server answered 418.',
    },
    {
      given: 'success that is no JSON',
      answer: () => new Response('<html>'),
      message: 'The answer could not be read.',
    },
    { given: 'success without a body', answer: () => new Response(null), message: 'The answer could not be read.' },
    {
      given: 'an answer that breaks off',
      answer: () => new Response(brokenBody()),
      message: 'The answer could not be read.',
    },
  ])('given $given, then it is unavailable: $message', async ({ answer, message }) => {
    const { client } = clientOn(answer);
    expect(await problemOf(client.claimRun({ body: { worker: 'w1' } }))).toMatchObject({
      code: 'unavailable',
      message,
    });
  });

  test.each([
    { given: 'before the answer', answer: aborting },
    {
      given: 'in the middle of the answer',
      answer: (signal: AbortSignal | null | undefined) => new Response(abortedBody(signal)),
    },
  ])('given the caller gives up $given, then it gets its own reason back', async ({ answer }) => {
    const reason = new Error('enough');
    const given = new AbortController();
    const { client } = clientOn(answer);
    const call = client.claimRun({ body: { worker: 'w1' }, signal: given.signal });
    given.abort(reason);
    await expect(call).rejects.toBe(reason);
  });
});

const brokenBody = () =>
  new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode('{"run":'));
      controller.error(new TypeError('terminated'));
    },
  });

function aborting(signal: AbortSignal | null | undefined): Promise<Response> {
  return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
}

const abortedBody = (signal: AbortSignal | null | undefined) =>
  new ReadableStream({
    start: (controller) => signal?.addEventListener('abort', () => controller.error(signal.reason)),
  });

describe('how the client waits', () => {
  const busy = (status: number, seconds: string | null = '2') =>
    new Response('{}', { status, headers: seconds === null ? {} : { 'retry-after': seconds } });
  /** Answers one after the other, the last for ever. */
  function answering(...answers: (() => Response)[]) {
    const waits: number[] = [];
    let asked = 0;
    const on = clientOn(
      () => {
        const answer = answers[Math.min(asked, answers.length - 1)];
        asked += 1;
        return answer?.() ?? expect.fail();
      },
      { sleep: async (ms) => void waits.push(ms) },
    );
    return { ...on, waits };
  }
  const empty = () => json({ items: [], nextCursor: null });
  const body = { name: 'HomeLight' };

  test('given a read that is turned away, then it is sent again as soon as the server said', async () => {
    const { client, waits } = answering(
      () => busy(503),
      () => busy(429, '0'),
      empty,
    );
    await client.listAudit({});
    expect(waits).toEqual([2000, 0]);
  });

  test('given a server that stays busy, then after three tries the caller is told', async () => {
    const { client, sent } = answering(() => busy(503));
    expect((await problemOf(client.listAudit({}))).code).toBe('unavailable');
    expect(sent).toHaveLength(3);
  });

  test.each([
    { given: 'a create without a key that failed', answer: () => busy(503), call: {}, tries: 1 },
    { given: 'a create with a key that failed', answer: () => busy(503), call: { idempotencyKey: 'k' }, tries: 3 },
    { given: 'a create that was turned away', answer: () => busy(429), call: {}, tries: 3 },
    { given: 'no word of when', answer: () => busy(503, null), call: { idempotencyKey: 'k' }, tries: 1 },
    { given: 'more than five seconds', answer: () => busy(503, '60'), call: { idempotencyKey: 'k' }, tries: 1 },
    { given: 'a failure of another kind', answer: () => busy(500), call: { idempotencyKey: 'k' }, tries: 1 },
  ])('given $given, then it is sent $tries times', async ({ answer, call, tries }) => {
    const { client, sent } = answering(answer);
    await problemOf(client.createBuyer({ body, ...call }));
    expect(sent).toHaveLength(tries);
  });

  test('given a server that never answers, then the call ends by itself', async () => {
    const { client } = clientOn(
      (signal) => new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason))),
      { timeoutMs: 10 },
    );
    expect((await problemOf(client.listAudit({}))).code).toBe('unavailable');
  });

  test('given a caller that leaves while it waits to try again, then it is let go at once', async () => {
    const leave = new AbortController();
    const { client, sent } = clientOn(() => {
      queueMicrotask(() => leave.abort(new Error('left')));
      return busy(503, '5');
    });
    await expect(client.listAudit({ signal: leave.signal })).rejects.toThrow();
    expect(sent).toHaveLength(1);
  });
});

describe('csvAddress', () => {
  test('given a list and its filters, then it leads to the file', () => {
    expect(csvAddress('listClicks', { query: { country: 'US', agentId: undefined } })).toBe(
      '/v1/clicks.csv?country=US',
    );
    expect(csvAddress('listDailyResults', { params: { experimentId } })).toBe(
      `/v1/experiments/${experimentId}/daily-results.csv`,
    );
  });
});
