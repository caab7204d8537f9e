import { type Endpoint, ProblemError } from '@alyson/schema';
import type { Context as HonoContext, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type * as z from 'zod';
import { announce, authorize, type Change, type Context } from '../context.ts';
import type { App, AppEnv } from './app-env.ts';
import { authenticate, type Caller } from './authenticate.ts';
import { budgetOf, clientAddressOf } from './client-address.ts';
import { toHonoPath } from './hono-path.ts';
import { runOnce } from './idempotency.ts';
import { findUnstorableText, readJson, readQuery } from './read-request.ts';
import { invalidFields, validateClosed } from './validate.ts';

export const MAX_BODY_BYTES = 1_048_576;

type Parsed<E, K extends string> = E extends Record<K, infer S extends z.ZodType> ? Record<K, z.output<S>> : unknown;

/** What an endpoint's handler is given: every part parsed by the endpoint's schema. */
export type Input<E extends Endpoint> = Parsed<E, 'params'> &
  Parsed<E, 'query'> &
  Parsed<E, 'body'> &
  (E extends { ifMatch: 'required' } ? { ifMatch: number } : unknown);

/** What it answers. Ids need no brand here: the schema brands what comes in, not what goes out. */
export type Answer<E extends Endpoint> = z.input<E['response']>;

export interface MountOptions {
  maxBodyBytes?: number;
  /** The handler looks itself for texts that cannot be stored, because it refuses items one by one. */
  handlerChecksTexts?: true;
}

/**
 * Puts an endpoint of `@alyson/schema` on the app: who asks and whether they may, the request parsed, and the answer with its
 * status and ETag. What the handler does is committed when it returns.
 */
export function mount<E extends Endpoint>(
  app: App,
  endpoint: E,
  handle: (ctx: Context, input: Input<E>) => Promise<Answer<E>>,
  options: MountOptions = {},
): void {
  const limit = bodyLimit({
    maxSize: options.maxBodyBytes ?? MAX_BODY_BYTES,
    onError: () => {
      throw new ProblemError('payload_too_large');
    },
  });
  // Nobody unknown makes us read a body.
  const admit: MiddlewareHandler<AppEnv> = async (c, next) => {
    const { deps } = c.var;
    if (!isOfParts(endpoint)) await deps.limits.admitAddress(budgetOf(clientAddressOf(c)));
    const caller = await authenticate(deps, c.req.raw);
    c.set('actor', caller.actor);
    if (!isOfParts(endpoint)) await deps.limits.admitCaller(caller.actor.sessionId ?? caller.actor.id ?? '');
    if (endpoint.permission) authorize(caller.actor, endpoint.permission);
    if (endpoint.caller === 'person' && caller.actor.kind !== 'user')
      throw new ProblemError('forbidden', 'This is about the account of a person. Sign in to do it.');
    c.set('caller', caller);
    await next();
  };
  app.on(endpoint.method.toUpperCase(), toHonoPath(endpoint.path), admit, limit, async (c) => {
    const input = await readInput(endpoint, c, options);
    return answer(endpoint, c, admitted(c), input, (ctx) => handle(ctx, input as Input<E>));
  });
}

/** Edges' deliveries and the worker's gradings are never limited: what they bring must not be lost. */
const isOfParts = ({ permission }: Endpoint): boolean => /^(edge|worker):/.test(permission ?? '');

function admitted(c: HonoContext<AppEnv>): Caller {
  const { caller } = c.var;
  if (!caller) throw new Error('a handler ran without its caller');
  return caller;
}

/** A request's parts, each parsed by the endpoint's schema where it has one. */
export interface AnyInput {
  params?: unknown;
  query?: unknown;
  body?: unknown;
  ifMatch?: number;
}

export async function readInput(endpoint: Endpoint, c: HonoContext<AppEnv>, options: MountOptions): Promise<AnyInput> {
  const input: AnyInput = {};
  if (endpoint.ifMatch) input.ifMatch = readIfMatch(c.req.header('if-match'));
  // An id that is not even one names nothing: 404 rather than 422.
  if (endpoint.params) input.params = readParams(endpoint.params, c.req.param());
  if (endpoint.query) input.query = validateClosed(endpoint.query, readQuery(c.req.queries()));
  if (endpoint.body) input.body = validateClosed(endpoint.body, await readJson(c.req));
  if (!options.handlerChecksTexts) refuseUnstorableText(input);
  return input;
}

function readParams(schema: z.ZodType, params: Record<string, string>): unknown {
  const parsed = schema.safeParse(params);
  if (!parsed.success) throw new ProblemError('not_found');
  return parsed.data;
}

function refuseUnstorableText({ query, body }: AnyInput): void {
  const pointer = findUnstorableText(body) ?? findUnstorableText(query);
  if (pointer) throw invalidFields([{ pointer, detail: 'holds a character that cannot be stored, such as U+0000' }]);
}

/** @throws ProblemError `precondition_required`, `malformed_request` */
function readIfMatch(header: string | undefined): number {
  if (header === undefined) throw new ProblemError('precondition_required');
  const version = /^"?(\d{1,9})"?$/.exec(header)?.[1];
  if (version === undefined)
    throw new ProblemError('malformed_request', 'If-Match must be a version in quotes, such as "7".');
  return Number(version);
}

async function answer<T>(
  endpoint: Endpoint,
  c: HonoContext<AppEnv>,
  caller: Caller,
  input: AnyInput,
  run: (ctx: Context) => Promise<T>,
): Promise<Response> {
  const changes: Change[] = [];
  const ctx = requestContext(c, caller, changes);
  const status = endpoint.status ?? 200;
  const key = endpoint.idempotent ? c.req.header('idempotency-key') : undefined;
  const output =
    key === undefined
      ? await run(ctx)
      : await runOnce(ctx, { key, method: c.req.method, path: c.req.path, body: input.body }, status, run);
  for (const change of changes) announce(c.var.deps, caller.workspaceId, change);
  const version = versionOf(output);
  if (version !== null) c.header('etag', `"${version}"`);
  c.header('cache-control', 'no-store');
  return c.json(output as object, status);
}

function requestContext(c: HonoContext<AppEnv>, caller: Caller, changes: Change[]): Context {
  const { deps, requestId } = c.var;
  const publishChange = (change: Change) => void changes.push(change);
  return { ...deps, ...caller, requestId, signal: c.req.raw.signal, publishChange };
}

function versionOf(output: unknown): number | null {
  if (typeof output !== 'object' || output === null || !('version' in output)) return null;
  return typeof output.version === 'number' ? output.version : null;
}
