import { type Endpoint, PROBLEMS, Problem, type ProblemCode, problemType } from '@alyson/schema';
import type { Answer, MediaType, Operation, Parameter } from './document-types.ts';
import type { SchemaPool } from './schema-pool.ts';

export const TOKEN_OR_SESSION: Operation['security'] = [{ token: [] }, { session: [] }];
export const NOBODY: Operation['security'] = [];
export const SESSION: Operation['security'] = [{ session: [] }];

const SECURITY = { either: TOKEN_OR_SESSION, person: SESSION, anybody: NOBODY };

/** An endpoint as OpenAPI tells it, with every problem it may answer. */
export function describeEndpoint(name: string, endpoint: Endpoint, pool: SchemaPool): Operation {
  const parameters = [
    ...partParameters(endpoint, 'path', pool),
    ...partParameters(endpoint, 'query', pool),
    ...headersOf(endpoint),
  ];
  return {
    operationId: name,
    tags: [tagOf(endpoint.path)],
    summary: endpoint.summary,
    description: describe(endpoint),
    security: SECURITY[endpoint.caller ?? 'either'],
    ...(parameters.length > 0 && { parameters }),
    ...((endpoint.body || endpoint.file) && { requestBody: { required: true, content: bodyOf(endpoint, pool) } }),
    responses: {
      [endpoint.status ?? 200]: {
        description: 'Done.',
        headers: { ...ALWAYS, ...(hasVersion(endpoint) && { ETag: header('ETag') }) },
        content: { 'application/json': { schema: pool.show(endpoint.response, 'answered') } },
      },
      ...problemAnswers(problemsOf(endpoint), pool),
    },
  };
}

function bodyOf({ body, file = {}, example }: Endpoint, pool: SchemaPool): Record<string, MediaType> {
  if (body)
    return { 'application/json': { schema: pool.show(body, 'sent'), ...(example !== undefined && { example }) } };
  const schemaOf = (type: string) => ({ type: 'string', ...(!type.startsWith('text/') && { format: 'binary' }) });
  return Object.fromEntries(
    Object.entries(file).map(([type, start]) => [type, { schema: schemaOf(type), example: start }]),
  );
}

/** The same list as a file: under its path with `.csv`, whole, by the same filters. */
export function describeCsv(name: string, endpoint: Endpoint, pool: SchemaPool): Operation {
  const { parameters = [], responses, ...operation } = describeEndpoint(name, endpoint, pool);
  const { 200: _, ...problems } = responses;
  return {
    ...operation,
    operationId: `${name}AsCsv`,
    summary: `${operation.summary}; as a CSV file`,
    description: `${operation.description} UTF-8 with a byte order mark, times as RFC 3339, money as a number beside its currency; a text that a spreadsheet would take for a formula begins with an apostrophe.`,
    parameters: parameters.filter((parameter) => parameter.name !== 'cursor' && parameter.name !== 'limit'),
    responses: {
      200: {
        description: 'The whole list. A download that breaks off is not whole.',
        headers: { ...ALWAYS, 'Content-Disposition': header('Content-Disposition') },
        content: { 'text/csv': { schema: { type: 'string' }, example: 'Time,Experiment\n' } },
      },
      ...problems,
    },
  };
}

/** `/v1/experiments/{experimentId}/start` belongs to `experiments`. */
const tagOf = (path: string): string => path.split('/')[2] ?? '';

const WHO_MAY = {
  either: 'For whoever is signed in.',
  person: 'For a signed-in person, about their own account.',
  anybody: 'For anybody.',
};

function describe({ permission, caller, ifMatch, idempotent, readOnly, file }: Endpoint): string {
  const sentences = [permission ? `Needs the permission \`${permission}\`.` : WHO_MAY[caller ?? 'either']];
  if (ifMatch) sentences.push('Refused with 412 when it has been changed since the version in `If-Match`.');
  if (idempotent)
    sentences.push('A repeat with the same `Idempotency-Key` changes nothing and answers as the first did.');
  if (file) sentences.push('The body is the file itself; it is read while it comes.');
  if (readOnly) sentences.push('Changes nothing: it is a question that needs a body.');
  return sentences.join(' ');
}

/** The members of an object schema as parameters. */
function partParameters({ params, query }: Endpoint, place: 'path' | 'query', pool: SchemaPool): Parameter[] {
  const part = place === 'path' ? params : query;
  if (!part) return [];
  const shown = pool.show(part, 'sent');
  const { properties = {}, required = [] } = pool.named.get(shown.$ref ?? '') ?? shown;
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    ...(description !== undefined && { description }),
    schema,
  }));
}

function headersOf({ ifMatch, idempotent }: Endpoint): Parameter[] {
  const headers: Parameter[] = [];
  if (ifMatch)
    headers.push({
      name: 'If-Match',
      in: 'header',
      required: true,
      description: 'The version that was read (its `ETag`), in quotes.',
      schema: { type: 'string', pattern: '^"?\\d{1,9}"?$' },
      example: '"7"',
    });
  if (idempotent)
    headers.push({
      name: 'Idempotency-Key',
      in: 'header',
      required: false,
      description: 'Chosen by the caller, new for every create: 1 to 200 visible ASCII characters.',
      schema: { type: 'string', pattern: '^[\\x21-\\x7e]{1,200}$' },
      example: '3f1c9a52-6f0e-4d53-9a55-0d2b1f5f7c11',
    });
  return headers;
}

const header = (name: string) => ({ $ref: `#/components/headers/${name}` });

/** On every answer, whatever it is. */
const ALWAYS = { 'X-Request-Id': header('X-Request-Id') };

function hasVersion({ response }: Endpoint): boolean {
  return (
    'shape' in response && typeof response.shape === 'object' && response.shape !== null && 'version' in response.shape
  );
}

/** Those that an endpoint names, and those that its form brings with it. */
function problemsOf({ problems, caller, params, query, body, file, ifMatch, idempotent }: Endpoint): ProblemCode[] {
  const codes: ProblemCode[] = [...problems, 'forbidden', 'rate_limited', 'internal', 'unavailable'];
  if (caller !== 'anybody') codes.push('unauthenticated');
  if (params) codes.push('not_found');
  if (query || body || file) codes.push('validation_failed', 'malformed_request');
  if (body) codes.push('payload_too_large', 'unsupported_media_type');
  if (ifMatch) codes.push('malformed_request', 'precondition_required', 'stale_version');
  if (idempotent) codes.push('malformed_request', 'idempotency_key_reused');
  return [...new Set(codes)];
}

/** Problems by their status, each with its code and title. */
export function problemAnswers(codes: readonly ProblemCode[], pool: SchemaPool): Record<string, Answer> {
  const byStatus = Map.groupBy(codes, (code) => PROBLEMS[code].status);
  const described = [...byStatus].map(([status, group]): [string, Answer] => [
    String(status),
    {
      description: group.map((code) => `\`${code}\`: ${PROBLEMS[code].title}`).join(' '),
      headers: {
        ...ALWAYS,
        ...((status === 429 || status === 503) && { 'Retry-After': header('Retry-After') }),
        ...(status === 401 && { 'WWW-Authenticate': header('WWW-Authenticate') }),
      },
      content: {
        'application/problem+json': {
          schema: pool.show(Problem, 'answered'),
          example: exampleProblem(group[0] ?? 'internal'),
        },
      },
    },
  ]);
  return Object.fromEntries(described.toSorted(([a], [b]) => Number(a) - Number(b)));
}

function exampleProblem(code: ProblemCode): Problem {
  const { status, title } = PROBLEMS[code];
  const detail = 'Weights add up to 90%, not 100%. Add 10%.';
  return {
    type: problemType(code),
    title,
    status,
    code,
    instance: 'urn:request:req_01h455vb4pex5vsknk084sn02q',
    ...(code === 'validation_failed' && { detail, errors: [{ pointer: '#/agents', detail }] }),
  };
}
