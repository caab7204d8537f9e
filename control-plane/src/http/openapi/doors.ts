import {
  ChangeEvent,
  changeStream,
  FireMessage,
  FireOutcome,
  MAX_CALLBACK_BYTES,
  type ProblemCode,
  Readiness,
  ReportedEvent,
  ReportOutcome,
  TUNE_CONVERSION_PATHS,
  TUNE_SUCCESS,
} from '@alyson/schema';
import * as z from 'zod';
import { NOBODY, problemAnswers, SESSION, TOKEN_OR_SESSION } from './describe-endpoint.ts';
import type { Answer, JsonSchema, MediaType, Operation, Parameter, PathItem } from './document-types.ts';
import type { SchemaPool } from './schema-pool.ts';

/** Schemas that only these addresses use. */
export const DOOR_SCHEMAS = [
  z.object({ status: z.literal('ok') }),
  z.object({ reportId: z.string(), outcome: ReportOutcome }),
  z.object({ outcome: z.enum([...FireOutcome.options, 'repeated', 'unknown']) }),
  z.object({ outcome: z.literal('stored') }),
] as const;
const [Health, ReportReceipt, FireReceipt, SegmentReceipt] = DOOR_SCHEMAS;

/** What stands outside the endpoints of `@alyson/schema`, because it speaks another protocol or to callers of another kind. */
export function describeDoors(pool: SchemaPool): Record<string, PathItem> {
  return {
    '/v1/auth/sign-in/email': { post: signIn(pool) },
    '/v1/auth/sign-out': { post: signOut(pool) },
    ...identityDoors(pool),
    [changeStream.path]: { get: describeStream(pool) },
    '/webhooks/{endpointId}': { post: webhook(pool), get: postback(pool) },
    '/segment/{sourceId}': { post: segment(pool) },
    ...Object.fromEntries(TUNE_CONVERSION_PATHS.map((path) => [path, conversion(path)])),
    '/internal/fires': { post: fire(pool) },
    ...watching(pool),
  };
}

const json = (schema: JsonSchema, example?: unknown): Record<string, MediaType> => ({
  'application/json': { schema, ...(example !== undefined && { example }) },
});
const text = (type: string, example: string): Record<string, MediaType> => ({
  [type]: { schema: { type: 'string' }, example },
});

const REQUEST_ID = { 'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' } };
const done = (content: Record<string, MediaType>, description = 'Done.'): Answer => ({
  description,
  headers: REQUEST_ID,
  content,
});

/** Problems that any address of this server may answer. */
const common = (pool: SchemaPool, ...codes: ProblemCode[]): Record<string, Answer> =>
  problemAnswers([...codes, 'internal', 'unavailable'], pool);

const signIn = (pool: SchemaPool): Operation => ({
  operationId: 'signIn',
  tags: ['auth'],
  summary: 'Sign a person in; the session comes as a cookie',
  description:
    'Not from a page of another site. Ten wrong tries a minute and a hundred an hour from one address, and twenty in a quarter of an hour for one account, are the most.',
  security: NOBODY,
  requestBody: {
    required: true,
    content: json(
      {
        type: 'object',
        required: ['email', 'password'],
        properties: { email: { type: 'string', format: 'email' }, password: { type: 'string' } },
      },
      { email: 'dana@acme.example', password: 'correct horse battery staple' },
    ),
  },
  responses: {
    200: done(json({ type: 'object' }, { redirect: false }), 'Signed in.'),
    ...common(
      pool,
      'malformed_request',
      'unauthenticated',
      'forbidden',
      'payload_too_large',
      'unsupported_media_type',
      'rate_limited',
    ),
  },
});

const signOut = (pool: SchemaPool): Operation => ({
  operationId: 'signOut',
  tags: ['auth'],
  summary: 'End the session of the cookie, at once',
  security: SESSION,
  responses: {
    200: done(json({ type: 'object' }, { success: true })),
    ...common(pool, 'forbidden'),
  },
});

/** Where a browser goes, and comes back from, to sign in through the identity provider (OpenID Connect). */
const identityDoors = (pool: SchemaPool): Record<string, PathItem> => {
  const door = (operationId: string, summary: string, parameters: Parameter[]): PathItem => ({
    get: {
      operationId,
      tags: ['auth'],
      summary,
      security: NOBODY,
      parameters,
      responses: {
        302: { description: 'On to the next page.', headers: REQUEST_ID },
        ...common(pool, 'not_found', 'rate_limited'),
      },
    },
  });
  const query = (name: string, description: string, example: string): Parameter => ({
    name,
    in: 'query',
    required: false,
    description,
    schema: { type: 'string' },
    example,
  });
  return {
    '/v1/auth/oidc/start': door('startSignIn', 'Go to the identity provider', [
      query('next', 'Where to in the panel afterwards.', '/experiments'),
    ]),
    '/v1/auth/oidc/callback': door('finishSignIn', 'Come back from the identity provider, with its code', [
      query('code', 'To be redeemed with the provider.', 'SplxlOBeZQQYbYS6WxSbIA'),
      query('state', 'What `start` gave along.', 'af0ifjsldkj'),
    ]),
  };
};

const describeStream = (pool: SchemaPool): Operation => ({
  operationId: 'streamChanges',
  tags: ['events'],
  summary: changeStream.summary,
  description: `Each event's \`data\` is a \`ChangeEvent\`; a comment comes after every 5 quiet seconds. Needs the permission \`${changeStream.permission}\`.`,
  security: TOKEN_OR_SESSION,
  parameters: [
    {
      name: 'Last-Event-ID',
      in: 'header',
      required: false,
      description: 'The last note that was read: what came since is sent first.',
      schema: { type: 'string' },
      example: '41',
    },
  ],
  responses: {
    200: {
      description: 'A stream that stays open.',
      headers: REQUEST_ID,
      content: {
        'text/event-stream': {
          schema: {
            type: 'string',
            contentMediaType: 'text/event-stream',
            contentSchema: pool.show(ChangeEvent, 'answered'),
          },
          example:
            'id: 42\ndata: {"id":42,"topic":"release","experimentIds":["exp_01h455vb4pex5vsknk084sn02q"],"count":1}\n\n',
        },
      },
    },
    ...common(pool, 'unauthenticated', 'forbidden', 'rate_limited'),
  },
});

const signed = (name: string, description: string, example: string): Parameter => ({
  name,
  in: 'header',
  required: true,
  description,
  schema: { type: 'string' },
  example,
});

const webhook = (pool: SchemaPool): Operation => ({
  operationId: 'receiveReport',
  tags: ['webhooks'],
  summary: "A buyer's report, signed as Standard Webhooks has it",
  description: `The body is stored as it came before the answer, ${MAX_CALLBACK_BYTES / 1024} KiB at most. The same \`webhook-id\` twice counts once.`,
  security: [{ webhookSignature: [] }],
  parameters: [
    {
      name: 'endpointId',
      in: 'path',
      required: true,
      description: "From the buyer's `webhookUrl`; it cannot be guessed.",
      schema: { type: 'string' },
      example: 'whe_01h455vb4pex5vsknk084sn02q',
    },
    signed('webhook-id', "The buyer's own id of this message.", 'msg_2KWPBgLlAfxdpx2AI54pPJ85f4W'),
    signed('webhook-timestamp', 'Seconds since 1970; five minutes off at most.', '1795363200'),
  ],
  requestBody: {
    required: true,
    content: json(pool.show(ReportedEvent, 'sent'), {
      type: 'sale',
      event_id: 'S-1001',
      utm_content: 'abc-123',
      amount: '120.50',
      currency: 'USD',
      occurred_at: '2026-11-22T16:04:05Z',
    }),
  },
  responses: {
    200: done(
      json(pool.show(ReportReceipt, 'answered'), { reportId: 'rpt_01h455vb4pex5vsknk084sn02q', outcome: 'accepted' }),
      'Stored, and said what became of it.',
    ),
    ...common(pool, 'signature_invalid', 'not_found', 'payload_too_large', 'validation_failed'),
  },
});

const segment = (pool: SchemaPool): Operation => ({
  operationId: 'receiveSegment',
  tags: ['webhooks'],
  summary: "Segment's webhook destination: one event, or a batch of them",
  description: `Signed by hex HMAC-SHA1 of the raw bytes with the source's secret, as \`X-Segment-Signature\` or \`X-Signature\`; a batch under the latter is refused, because Segment signs its first event alone. The body is stored as it came before the answer, ${MAX_CALLBACK_BYTES / 1024} KiB at most. The same \`messageId\` twice counts once.`,
  security: [{ webhookSignature: [] }],
  parameters: [
    {
      name: 'sourceId',
      in: 'path',
      required: true,
      description: "From the source's `webhookUrl`; it cannot be guessed.",
      schema: { type: 'string' },
      example: 'b6f2Zk1x0Qm3vT8nYc5aHs9dLr7eUw4i',
    },
  ],
  requestBody: {
    required: true,
    content: json(
      { type: 'object' },
      {
        type: 'track',
        event: 'Quiz Started',
        messageId: 'ajs-next-1732291445000-6f1c',
        anonymousId: '2f6e8c1a',
        properties: { utm_content: 'abc-123' },
        timestamp: '2026-11-22T16:04:05.000Z',
      },
    ),
  },
  responses: {
    200: done(json(pool.show(SegmentReceipt, 'answered'), { outcome: 'stored' }), 'Stored; it is read in a moment.'),
    ...common(pool, 'signature_invalid', 'not_found', 'payload_too_large'),
  },
});

const postback = (pool: SchemaPool): Operation => ({
  operationId: 'receivePostback',
  tags: ['webhooks'],
  summary: "A buyer's report as a plain call, for buyers who send no JSON",
  description:
    "The query's parameters are what the buyer's mapping reads. The call bears one of the buyer's secrets, as that secret's scheme says; it is not kept.",
  security: [],
  parameters: [
    {
      name: 'endpointId',
      in: 'path',
      required: true,
      description: "From the buyer's `webhookUrl`; it cannot be guessed.",
      schema: { type: 'string' },
      example: 'whe_01h455vb4pex5vsknk084sn02q',
    },
  ],
  responses: {
    200: done(
      json(pool.show(ReportReceipt, 'answered'), { reportId: 'rpt_01h455vb4pex5vsknk084sn02q', outcome: 'accepted' }),
      'Stored, and said what became of it.',
    ),
    ...common(pool, 'signature_invalid', 'not_found', 'validation_failed'),
  },
});

const fire = (pool: SchemaPool): Operation => ({
  operationId: 'bringFire',
  tags: ['schedules'],
  summary: 'A schedule is due; for whoever brings fires by HTTP instead of the queue',
  description:
    'By the bearer token of `ALYSON_FIRE_TOKEN`; not found while there is none. Bring it again until it is answered 200: it has its effect once.',
  security: [{ token: [] }],
  requestBody: {
    required: true,
    content: json(pool.show(FireMessage, 'sent'), {
      scheduleArn: 'arn:aws:scheduler:us-east-1:123456789012:schedule/alyson/exp_01h455vb4pex5vsknk084sn02q-grading',
      experimentId: 'exp_01h455vb4pex5vsknk084sn02q',
      kind: 'grading',
      scheduledTime: '2026-11-22T18:00:00Z',
    }),
  },
  responses: {
    200: done(json(pool.show(FireReceipt, 'answered'), { outcome: 'applied' }), 'Recorded, and said what it did.'),
    ...common(
      pool,
      'malformed_request',
      'unauthenticated',
      'not_found',
      'payload_too_large',
      'unsupported_media_type',
      'validation_failed',
    ),
  },
});

function conversion(path: string): PathItem {
  const words = {
    tags: ['conversions'],
    summary: `A conversion as TUNE takes it at \`${path}\``,
    description:
      "Parameters are TUNE's own; a form may carry them too. Always 200: whoever guesses a token learns nothing.",
    security: NOBODY,
    parameters: ['security_token', 'transaction_id', 'offer_id', 'goal_id', 'amount', 'revenue', 'status'].map(
      (name): Parameter => ({
        name,
        in: 'query',
        required: false,
        description: `TUNE's \`${name}\`.`,
        schema: { type: 'string' },
      }),
    ),
    responses: {
      200: done(text('text/plain', TUNE_SUCCESS), "TUNE's own words: taken, or why not."),
      413: { description: 'The body is larger than 1 MiB.', headers: REQUEST_ID },
      503: { description: 'It could not be stored: send it again.', headers: REQUEST_ID },
    },
  };
  const name = path.replace('/aff_', '');
  return {
    get: { operationId: `convertBy${name}`, ...words },
    post: { operationId: `postConversionBy${name}`, ...words },
  };
}

function watching(pool: SchemaPool): Record<string, PathItem> {
  const readiness = pool.show(Readiness, 'answered');
  const own = { tags: ['health'], security: NOBODY };
  return {
    '/healthz': {
      get: {
        ...own,
        operationId: 'getHealth',
        summary: 'The process answers',
        responses: { 200: done(json(pool.show(Health, 'answered'), { status: 'ok' })), ...common(pool) },
      },
    },
    '/readyz': {
      get: {
        ...own,
        operationId: 'getReadiness',
        summary: 'The process can do its work; if not, why and since when',
        responses: {
          200: done(json(readiness, { status: 'ready', notReady: [], alarms: [] })),
          503: done(json(readiness), 'Not ready.'),
          500: problemAnswers(['internal'], pool)[500] ?? { description: '' },
        },
      },
    },
    '/metrics': {
      get: {
        ...own,
        security: [{}, { token: [] }],
        operationId: 'getMetrics',
        summary: 'For Prometheus; by the bearer token of `ALYSON_METRICS_TOKEN` where one is set',
        responses: {
          200: done(text('text/plain', 'alyson_http_requests_total{method="GET",route="/v1/me",status="200"} 3\n')),
          ...common(pool, 'unauthenticated'),
        },
      },
    },
  };
}
