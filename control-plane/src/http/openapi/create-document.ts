import { type Endpoint, endpoints, OUTBOUND_BODIES } from '@alyson/schema';
import { describeCsv, describeEndpoint } from './describe-endpoint.ts';
import { describeWebhooks } from './describe-webhooks.ts';
import type { Header, JsonSchema, MediaType, OpenApiDocument, Operation, PathItem } from './document-types.ts';
import { METHODS } from './document-types.ts';
import { DOOR_SCHEMAS, describeDoors } from './doors.ts';
import { exampleOf } from './example-of.ts';
import { nameComponents } from './name-components.ts';
import { createSchemaPool } from './schema-pool.ts';

const ABOUT = `Send \`Authorization: Bearer <token>\`, or the cookie of a signed-in person.

- **Errors** are RFC 9457 problem+json with a stable \`code\`; \`errors\` names each field at fault by its JSON pointer.
- **Lists** come in pages: \`nextCursor\` is the next page's \`cursor\`, with the same filters and the same order.
- **Changes** of something with a version take \`If-Match\`; creates take \`Idempotency-Key\`, so that a repeat is safe.
- **Requests** hold nothing that is not described: an unknown field or parameter is refused. **Answers** may get more fields in time.
- **Names end in their unit**: \`…Micros\` are millionths of the currency's unit, \`…BasisPoints\` hundredths of a percent.`;

const HEADERS: Record<string, Header> = {
  'Content-Disposition': { description: "The file's name.", schema: { type: 'string' } },
  ETag: { description: 'The version, in quotes: send it back as `If-Match`.', schema: { type: 'string' } },
  'X-Request-Id': {
    description:
      'Names this request in the log; one that is sent along (up to 64 letters, digits, `.`, `_`, `-`) is kept.',
    schema: { type: 'string' },
  },
  'Retry-After': { description: 'Seconds after which to try again.', schema: { type: 'integer', minimum: 0 } },
  'WWW-Authenticate': { description: 'How to say who asks.', schema: { type: 'string' } },
};

const SECURITY_SCHEMES = {
  token: { type: 'http', scheme: 'bearer', description: 'A token of a program, made by an admin.' },
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: 'better-auth.session_token',
    description: "A person's session; over https the cookie's name begins with `__Secure-`.",
  },
  webhookSignature: {
    type: 'apiKey',
    in: 'header',
    name: 'webhook-signature',
    description: '`v1,` and the base64 HMAC-SHA256 of `<webhook-id>.<webhook-timestamp>.<body>` (Standard Webhooks).',
  },
};

/** The API as an OpenAPI 3.1 document (C1): made from the same records that validate requests. */
export function createOpenApiDocument(apiUrl: string): OpenApiDocument {
  const named: [string, Endpoint][] = Object.entries(endpoints);
  const shapes = named.flatMap(([, { params, query, body, response }]) => [params, query, body, response]);
  const pool = createSchemaPool([
    ...shapes.filter((shape) => shape !== undefined),
    ...DOOR_SCHEMAS,
    ...OUTBOUND_BODIES.values(),
  ]);
  const paths: Record<string, PathItem> = {};
  for (const [name, endpoint] of named) {
    if (endpoint.csv) paths[`${endpoint.path}.csv`] = { get: describeCsv(name, endpoint, pool) };
    paths[endpoint.path] = { ...paths[endpoint.path], [endpoint.method]: describeEndpoint(name, endpoint, pool) };
  }
  const all = { paths: { ...paths, ...describeDoors(pool) }, webhooks: describeWebhooks(pool) };
  const { parts, schemas } = nameComponents(all, pool.named);
  addExamples(parts.paths, schemas);
  addExamples(parts.webhooks, schemas);
  return {
    openapi: '3.1.1',
    info: { title: 'Alyson Router', version: 'v1', description: ABOUT },
    servers: [{ url: apiUrl, description: 'This control plane.' }],
    tags: tagsOf({ ...parts.paths, ...parts.webhooks }),
    paths: parts.paths,
    webhooks: parts.webhooks,
    components: { schemas, headers: HEADERS, securitySchemes: SECURITY_SCHEMES },
  };
}

const operationsOf = (paths: Record<string, PathItem>): Operation[] =>
  Object.values(paths).flatMap((item) => METHODS.flatMap((method) => item[method] ?? []));

function tagsOf(paths: Record<string, PathItem>): OpenApiDocument['tags'] {
  const names = new Set(operationsOf(paths).flatMap(({ tags }) => tags));
  return [...names]
    .toSorted()
    .map((name) => ({ name, description: TAGS[name] ?? `Everything under \`/v1/${name}\`.` }));
}

const TAGS: Readonly<Record<string, string>> = {
  auth: "People's sign-in.",
  conversions: "Conversions in TUNE's manner.",
  health: 'For whoever runs the deployment.',
  webhooks: "Buyers' own reports.",
  subscriptions: "The workspace's own systems, and what they are told by signed webhooks.",
};

/** An example for every body and every parameter that has none. */
function addExamples(paths: Record<string, PathItem>, schemas: Record<string, JsonSchema>): void {
  for (const { parameters = [], requestBody, responses } of operationsOf(paths)) {
    for (const parameter of parameters)
      if (parameter.required) parameter.example ??= exampleOf(parameter.schema, schemas, parameter.name);
    const contents = [requestBody?.content, ...Object.values(responses).map(({ content }) => content)];
    for (const media of contents.flatMap((content): MediaType[] => Object.values(content ?? {})))
      media.example ??= exampleOf(media.schema, schemas);
  }
}
