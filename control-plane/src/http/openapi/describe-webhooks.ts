import { OUTBOUND_BODIES, type OutboundTopic } from '@alyson/schema';
import type { Parameter, PathItem } from './document-types.ts';
import type { SchemaPool } from './schema-pool.ts';

const SUMMARIES: Readonly<Record<OutboundTopic, string>> = {
  'buyer_event.counted': 'A lead or sale, or a later change of one, counts now',
  'buyer_event.changed': 'It belongs to another click now, or adds another amount',
  'buyer_event.withdrawn': 'It counts no more',
  'experiment.released': 'An experiment has a new release',
  'run.finished': 'A grading run came to its end',
  'attention.raised': 'Something needs attention',
  'attention.cleared': 'It is over',
};

const DESCRIPTION =
  'Sent to every subscription of its topic, with the headers of Standard Webhooks 1.0.0. Any 2xx within 15 s takes it; ' +
  'redirects are not followed, 410 ends the subscription, and everything else is tried again for three days under the same ' +
  '`webhook-id`. It may come twice, and in another order than things came about.';

const header = (name: string, description: string, example: string): Parameter => ({
  name,
  in: 'header',
  required: true,
  description,
  schema: { type: 'string' },
  example,
});

const HEADERS: readonly Parameter[] = [
  header('webhook-id', 'The same in every attempt.', 'dlv_01h455vb4pex5vsknk084sn02q'),
  header('webhook-timestamp', 'Of this attempt, in seconds since 1970.', '1614265330'),
  header(
    'webhook-signature',
    '`v1,` and the base64 HMAC-SHA256 of `<webhook-id>.<webhook-timestamp>.<body>`, once for each secret in force.',
    'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  ),
];

/** What this server sends to subscriptions (OpenAPI 3.1, `webhooks`). */
export function describeWebhooks(pool: SchemaPool): Record<string, PathItem> {
  const described = [...OUTBOUND_BODIES].map(([topic, body]): [string, PathItem] => [
    topic,
    {
      post: {
        operationId: `on_${topic.replace('.', '_')}`,
        tags: ['subscriptions'],
        summary: SUMMARIES[topic],
        description: DESCRIPTION,
        security: [],
        parameters: HEADERS.map((parameter) => ({ ...parameter })),
        requestBody: { required: true, content: { 'application/json': { schema: pool.show(body, 'answered') } } },
        responses: { 200: { description: 'Taken; any 2xx will do.' } },
      },
    },
  ]);
  return Object.fromEntries(described);
}
