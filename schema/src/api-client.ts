import type * as z from 'zod';
import { type Endpoint, type EndpointName, type Endpoints, endpoints } from './endpoints.ts';
import { Problem, ProblemError } from './problem.ts';
import { type AnyInput, type ApiClientOptions, addressOf, sendRequest } from './send-request.ts';

export type { ApiClientOptions } from './send-request.ts';

type Part<E, K extends string, T extends string> =
  E extends Record<K, infer S extends z.ZodType> ? Record<T, z.input<S>> : unknown;
type OptionalPart<E, K extends string, T extends string> =
  E extends Record<K, infer S extends z.ZodType> ? Partial<Record<T, z.input<S>>> : unknown;

/** What a call of an endpoint takes. */
export type Input<E> = Part<E, 'params', 'params'> &
  OptionalPart<E, 'query', 'query'> &
  Part<E, 'body', 'body'> &
  (E extends { file: object } ? { file: Blob } : unknown) &
  (E extends { ifMatch: 'required' } ? { ifMatch: number } : unknown) &
  (E extends { idempotent: true } ? { idempotencyKey?: string } : unknown) & { signal?: AbortSignal };

/** What an endpoint answers on success. */
export type Output<E> = E extends { response: infer S extends z.ZodType } ? z.output<S> : never;

export type ApiClient = { [N in EndpointName]: (input: Input<Endpoints[N]>) => Promise<Output<Endpoints[N]>> };

/** Names of the lists that are also there as files. */
export type CsvEndpointName = {
  [N in EndpointName]: Endpoints[N] extends { csv: true } ? N : never;
}[EndpointName];

/** Where a list is as a CSV file, whole, by the same filters: for a link, which the browser saves as it comes. */
export const csvAddress = <N extends CsvEndpointName>(
  name: N,
  input: OptionalPart<Endpoints[N], 'params', 'params'> & OptionalPart<Endpoints[N], 'query', 'query'>,
): string => addressOf({ ...endpoints[name], path: `${endpoints[name].path}.csv` }, input);

/**
 * One function per endpoint. Answers are parsed by the endpoint's schema. A request that may be repeated is sent again, twice at
 * most, when the server says how soon (429 or 503 with `Retry-After`); one that takes too long is given up.
 *
 * @throws ProblemError with the server's code and field errors; `unavailable` when there was no answer to read
 */
export function createApiClient(options: ApiClientOptions): ApiClient {
  const call = async (definition: Endpoint, input: AnyInput) => {
    const response = await sendRequest(options, definition, input);
    if (!response.ok) throw await readProblem(response);
    return definition.response.parse(await readAnswer(response, input.signal));
  };
  const client: Record<string, unknown> = {};
  for (const [name, definition] of Object.entries(endpoints))
    client[name] = (input: AnyInput) => call(definition, input);
  return client as ApiClient;
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
