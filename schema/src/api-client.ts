import type * as z from 'zod';
import { type Endpoint, type EndpointName, type Endpoints, endpoints } from './endpoints.ts';
import { Problem, ProblemError } from './problem.ts';

type Part<E, K extends string, T extends string> =
  E extends Record<K, infer S extends z.ZodType> ? Record<T, z.input<S>> : unknown;
type OptionalPart<E, K extends string, T extends string> =
  E extends Record<K, infer S extends z.ZodType> ? Partial<Record<T, z.input<S>>> : unknown;

/** What a call of an endpoint takes. */
export type Input<E> = Part<E, 'params', 'params'> &
  OptionalPart<E, 'query', 'query'> &
  Part<E, 'body', 'body'> &
  (E extends { ifMatch: 'required' } ? { ifMatch: number } : unknown) &
  (E extends { idempotent: true } ? { idempotencyKey?: string } : unknown) & { signal?: AbortSignal };

/** What an endpoint answers on success. */
export type Output<E> = E extends { response: infer S extends z.ZodType } ? z.output<S> : never;

export type ApiClient = { [N in EndpointName]: (input: Input<Endpoints[N]>) => Promise<Output<Endpoints[N]>> };

export interface ApiClientOptions {
  /** Without a slash at its end; empty for the page's own origin. */
  baseUrl: string;
  fetch: typeof fetch;
  /** Sent with every request, e.g. `authorization`. */
  headers?: Record<string, string>;
}

/**
 * One function per endpoint. Answers are parsed by the endpoint's schema.
 *
 * @throws ProblemError with the server's code and field errors; `unavailable` when there was no answer to read
 */
export function createApiClient(options: ApiClientOptions): ApiClient {
  const call = async (definition: Endpoint, input: AnyInput) => {
    const response = await send(options, definition, input);
    if (!response.ok) throw await readProblem(response);
    return definition.response.parse(await readAnswer(response, input.signal));
  };
  const client: Record<string, unknown> = {};
  for (const [name, definition] of Object.entries(endpoints))
    client[name] = (input: AnyInput) => call(definition, input);
  return client as ApiClient;
}

interface AnyInput {
  params?: Record<string, unknown>;
  query?: Record<string, unknown>;
  body?: unknown;
  ifMatch?: number;
  idempotencyKey?: string;
  signal?: AbortSignal;
}

async function send(options: ApiClientOptions, definition: Endpoint, input: AnyInput): Promise<Response> {
  const headers: Record<string, string> = { accept: 'application/json', ...options.headers };
  if (definition.body) headers['content-type'] = 'application/json';
  if (input.ifMatch !== undefined) headers['if-match'] = `"${input.ifMatch}"`;
  if (input.idempotencyKey) headers['idempotency-key'] = input.idempotencyKey;
  const request: RequestInit = { method: definition.method.toUpperCase(), headers };
  if (definition.body) request.body = JSON.stringify(input.body);
  if (input.signal) request.signal = input.signal;
  try {
    return await options.fetch(options.baseUrl + addressOf(definition, input), request);
  } catch (cause) {
    if (input.signal?.aborted) throw cause;
    throw new ProblemError('unavailable', 'The server did not answer.');
  }
}

/** The path with its parameters filled in, and the query. */
function addressOf(definition: Endpoint, { params = {}, query = {} }: AnyInput): string {
  const path = definition.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(params[name])));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, String(value));
  return search.size > 0 ? `${path}?${search}` : path;
}

/** A body that breaks off or is no JSON is no answer: the connection was lost, or something else stands in between. */
async function readAnswer(response: Response, signal: AbortSignal | undefined): Promise<unknown> {
  try {
    return await response.json();
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new ProblemError('unavailable', 'The answer could not be read.');
  }
}

async function readProblem(response: Response): Promise<ProblemError> {
  const parsed = Problem.safeParse(await response.json().catch(() => null));
  if (!parsed.success) return new ProblemError('unavailable', `The server answered ${response.status}.`);
  return new ProblemError(parsed.data.code, parsed.data.detail, parsed.data.errors);
}
