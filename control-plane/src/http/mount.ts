import { type Endpoint, ProblemError } from '@alyson/schema';
import type { Context as HonoContext } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type * as z from 'zod';
import { announce, type Change, type Context } from '../context.ts';
import { admit, admitted, requestContext } from './admit.ts';
import type { App, AppEnv } from './app-env.ts';
import { toHonoPath } from './hono-path.ts';
import { runOnce } from './idempotency.ts';
import { type CsvColumn, type ListedPage, mountCsv, type ReadPage } from './mount-csv.ts';
import { findUnstorableText, readJson, readQuery } from './read-request.ts';
import { type CursorScope, sealCursor, unsealCursor } from './seal-cursor.ts';
import { invalidFields, validateClosed } from './validate.ts';

const MAX_BODY_BYTES = 1_048_576;

type Parsed<E, K extends string> = E extends Record<K, infer S extends z.ZodType> ? Record<K, z.output<S>> : unknown;

/** What an endpoint's handler is given: every part parsed by the endpoint's schema. */
export type Input<E extends Endpoint> = Parsed<E, 'params'> &
  Parsed<E, 'query'> &
  Parsed<E, 'body'> &
  (E extends { ifMatch: 'required' } ? { ifMatch: number } : unknown);

/** What a list lists. */
type ItemOf<E extends Endpoint> = Answer<E> extends { items: readonly (infer Item)[] } ? Item : never;

/** What it answers. Ids need no brand here: the schema brands what comes in, not what goes out. */
export type Answer<E extends Endpoint> = z.input<E['response']>;

export interface MountOptions<Item = never> {
  /** Of an endpoint with `csv`: what its file has of each item. */
  csv?: readonly CsvColumn<Item>[];
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
  options: MountOptions<ItemOf<E>> = {},
): void {
  const limit = bodyLimit({
    maxSize: options.maxBodyBytes ?? MAX_BODY_BYTES,
    onError: () => {
      throw new ProblemError('payload_too_large');
    },
  });
  // Nobody unknown makes us read a body.
  app.on(endpoint.method.toUpperCase(), toHonoPath(endpoint.path), admit(endpoint), limit, async (c) => {
    const input = unsealed(c, await readInput(endpoint, c, options));
    return answer(endpoint, c, input, (ctx) => handle(ctx, input as Input<E>));
  });
  if (options.csv) {
    const readPage: ReadPage = (ctx, input) => handle(ctx, input as Input<E>) as Promise<ListedPage>;
    mountCsv(app, endpoint, readPage, options.csv);
  }
}

/** A request's parts, each parsed by the endpoint's schema where it has one. */
export interface AnyInput {
  params?: unknown;
  query?: Record<string, unknown>;
  body?: unknown;
  ifMatch?: number;
}

export async function readInput(
  endpoint: Endpoint,
  c: HonoContext<AppEnv>,
  options: Pick<MountOptions, 'handlerChecksTexts' | 'maxBodyBytes'>,
): Promise<AnyInput> {
  const input: AnyInput = {};
  if (endpoint.ifMatch) input.ifMatch = readIfMatch(c.req.header('if-match'));
  // An id that is not even one names nothing: 404 rather than 422.
  if (endpoint.params) input.params = readParams(endpoint.params, c.req.param());
  if (endpoint.query)
    input.query = validateClosed(endpoint.query, readQuery(c.req.queries())) as Record<string, unknown>;
  if (endpoint.body) input.body = validateClosed(endpoint.body, await readJson(c.req, options.maxBodyBytes));
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
  input: AnyInput,
  run: (ctx: Context) => Promise<T>,
): Promise<Response> {
  const changes: Change[] = [];
  const ctx = requestContext(c, changes);
  const status = endpoint.status ?? 200;
  const key = endpoint.idempotent ? c.req.header('idempotency-key') : undefined;
  const output =
    key === undefined
      ? await run(ctx)
      : await runOnce(ctx, { key, method: c.req.method, path: c.req.path, body: input.body }, status, run);
  for (const change of changes) announce(c.var.deps, ctx.workspaceId, change);
  const version = versionOf(output);
  if (version !== null) c.header('etag', `"${version}"`);
  c.header('cache-control', 'no-store');
  return c.json(sealed(c, input, output) as object, status);
}

/** A page's cursor goes out tied to its list, and comes back only to the same. */
function sealed(c: HonoContext<AppEnv>, { query }: AnyInput, output: unknown): unknown {
  if (!query || typeof output !== 'object' || output === null || !('nextCursor' in output)) return output;
  const { nextCursor } = output;
  if (typeof nextCursor !== 'string') return output;
  return { ...output, nextCursor: sealCursor(c.var.deps.config.authSecret, scopeOf(c, query), nextCursor) };
}

function unsealed(c: HonoContext<AppEnv>, input: AnyInput): AnyInput {
  const { query } = input;
  if (typeof query?.['cursor'] !== 'string') return input;
  const cursor = unsealCursor(c.var.deps.config.authSecret, scopeOf(c, query), query['cursor']);
  return { ...input, query: { ...query, cursor } };
}

const scopeOf = (c: HonoContext<AppEnv>, query: Record<string, unknown>): CursorScope => ({
  workspaceId: admitted(c).workspaceId,
  path: c.req.path,
  query,
});

function versionOf(output: unknown): number | null {
  if (typeof output !== 'object' || output === null || !('version' in output)) return null;
  return typeof output.version === 'number' ? output.version : null;
}
