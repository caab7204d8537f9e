import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What goes wrong with the next call. */
type SchedulerFault =
  /** 429, nothing done. */
  | 'throttled'
  /** 402: the account holds as many schedules as it may. */
  | 'quota'
  /** 500, nothing done. */
  | 'fails'
  /** Done, and the connection breaks before the answer. */
  | 'answer_lost'
  /** Done, and answered 500. */
  | 'half_dead'
  /** Never answered, nothing done. */
  | 'hangs';

/** A schedule as it is held: the body of the newest create or update, with what the service adds. */
type HeldSchedule = Record<string, unknown> & { Name: string; GroupName: string; Arn: string };

export interface FakeScheduler {
  readonly url: string;
  /** By group and name. */
  readonly held: Map<string, HeldSchedule>;
  /** What was done, in order: `create x`, `update x`, `delete x`. A repeat with its client token does nothing. */
  readonly effects: string[];
  /** Every call, done or not. */
  readonly calls: string[];
  misbehave(...faults: SchedulerFault[]): void;
  /** As if somebody did it in the console. */
  meddle(name: string, change: Record<string, unknown> | null): void;
  close(): Promise<void>;
}

const GROUP = 'alyson';
const ACCOUNT = '123456789012';
const PAST_START_MS = 5 * 60_000;

class Refusal extends Error {
  readonly status: number;
  readonly type: string;
  constructor(status: number, type: string, message: string) {
    super(message);
    this.status = status;
    this.type = type;
  }
}

/**
 * EventBridge Scheduler as its API's model describes it: REST-JSON, whole-schedule updates, client tokens, errors by status
 * and `x-amzn-errortype`. It keeps no time.
 */
export async function startFakeScheduler(now: () => number): Promise<FakeScheduler> {
  const held = new Map<string, HeldSchedule>();
  const answers = new Map<string, unknown>();
  const effects: string[] = [];
  const calls: string[] = [];
  let faults: SchedulerFault[] = [];

  const find = (name: string): HeldSchedule => {
    const schedule = held.get(name);
    if (!schedule) throw new Refusal(404, 'ResourceNotFoundException', `Schedule ${name} does not exist.`);
    return schedule;
  };

  const put = (name: string, body: Record<string, unknown>): unknown => {
    const { ClientToken: _, ...fields } = body;
    refuse(fields, now());
    const Arn = `arn:aws:scheduler:us-east-1:${ACCOUNT}:schedule/${GROUP}/${name}`;
    // Every field that is not sent goes back to its default.
    held.set(name, {
      State: 'ENABLED',
      ScheduleExpressionTimezone: 'UTC',
      ...fields,
      Name: name,
      GroupName: GROUP,
      Arn,
    });
    return { ScheduleArn: Arn };
  };

  const act = (method: string, name: string, body: Record<string, unknown>, query: URLSearchParams): unknown => {
    if (method === 'GET' && name === '') return list(held, query);
    if (method === 'GET') return find(name);
    const token = String(body['ClientToken'] ?? query.get('clientToken'));
    const once = `${method} ${name} ${token}`;
    if (answers.has(once)) return answers.get(once);
    if (method === 'POST' && held.has(name))
      throw new Refusal(409, 'ConflictException', `Schedule ${name} already exists.`);
    if (method !== 'POST') find(name);
    if (method === 'DELETE') held.delete(name);
    const answer = method === 'DELETE' ? {} : put(name, body);
    effects.push(`${WORDS[method]} ${name}`);
    answers.set(once, answer);
    return answer;
  };

  const server = createServer(async (request, response) => {
    const text = await readText(request);
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://fake');
    const name = decodeURIComponent(pathname.split('/')[2] ?? '');
    const method = request.method ?? 'GET';
    calls.push(`${method} ${name}`);
    const fault = faults.shift();
    if (fault === 'hangs') return;
    if (fault === 'throttled') return send(response, 429, { Message: 'Rate exceeded' }, 'ThrottlingException');
    if (fault === 'quota')
      return send(response, 402, { Message: 'Too many schedules' }, 'ServiceQuotaExceededException');
    if (fault === 'fails') return send(response, 500, { Message: 'Internal' }, 'InternalServerException');
    try {
      const answer = act(method, name, text === '' ? {} : JSON.parse(text), searchParams);
      if (fault === 'answer_lost') return void response.destroy();
      if (fault === 'half_dead') return send(response, 500, { Message: 'Internal' }, 'InternalServerException');
      send(response, 200, answer);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      send(response, error.status, { Message: error.message }, error.type);
    }
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}`,
    held,
    effects,
    calls,
    misbehave: (...more) => void faults.push(...more),
    meddle(name, change) {
      if (change === null) held.delete(name);
      else held.set(name, { ...find(name), ...change });
    },
    async close() {
      faults = [];
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

const WORDS: Record<string, string> = { POST: 'create', PUT: 'update', DELETE: 'delete' };

/** What the service itself would refuse. */
function refuse(fields: Record<string, unknown>, now: number): void {
  const invalid = (message: string) => new Refusal(400, 'ValidationException', message);
  const { GroupName, ScheduleExpression, FlexibleTimeWindow, StartDate, Target } = fields as {
    GroupName?: string;
    ScheduleExpression?: string;
    FlexibleTimeWindow?: { Mode?: string };
    StartDate?: number;
    Target?: { Arn?: string; RoleArn?: string; RetryPolicy?: { MaximumEventAgeInSeconds?: number } };
  };
  if (GroupName !== GROUP)
    throw new Refusal(404, 'ResourceNotFoundException', `Schedule group ${GroupName} is not there.`);
  if (!/^(rate|cron|at)\(.+\)$/.test(ScheduleExpression ?? '')) throw invalid('Invalid Schedule Expression.');
  if (FlexibleTimeWindow?.Mode !== 'OFF') throw invalid('FlexibleTimeWindow is needed.');
  if (!Target?.Arn || !Target.RoleArn) throw invalid('Target is needed.');
  const age = Target.RetryPolicy?.MaximumEventAgeInSeconds ?? 86_400;
  if (age < 60 || age > 86_400) throw invalid('MaximumEventAgeInSeconds is out of range.');
  if (StartDate !== undefined && StartDate * 1000 < now - PAST_START_MS)
    throw invalid('The StartDate you specify cannot be earlier than 5 minutes ago.');
}

function list(held: ReadonlyMap<string, HeldSchedule>, query: URLSearchParams): unknown {
  const prefix = query.get('NamePrefix') ?? '';
  const size = Number(query.get('MaxResults') ?? 100);
  const after = query.get('NextToken') ?? '';
  const names = [...held.keys()].filter((name) => name.startsWith(prefix) && name > after).sort();
  const page = names.slice(0, size);
  return {
    // As the service: without expression, timezone, dates or input.
    Schedules: page.map((Name) => ({ Name, GroupName: GROUP, State: held.get(Name)?.['State'] })),
    ...(names.length > size && { NextToken: page.at(-1) }),
  };
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function send(response: ServerResponse, status: number, body: unknown, errorType?: string): void {
  response
    .writeHead(status, { 'content-type': 'application/json', ...(errorType && { 'x-amzn-errortype': errorType }) })
    .end(JSON.stringify(body));
}
