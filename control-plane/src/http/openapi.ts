import { type Endpoint, PROBLEMS, Problem, type ProblemCode } from '@alyson/schema';
import type { RouteConfig } from '@hono/zod-openapi';
import * as z from 'zod';

/** `/v1/runs/{runId}` as Hono writes it: `/v1/runs/:runId`. */
export const toHonoPath = (path: string): string => path.replace(/\{(\w+)\}/g, ':$1');

/** An endpoint as OpenAPI tells it, with every problem it may answer. */
export function describeEndpoint(endpoint: Endpoint): RouteConfig {
  return {
    method: endpoint.method,
    path: endpoint.path,
    summary: endpoint.summary,
    ...(endpoint.permission && { description: `Needs the permission \`${endpoint.permission}\`.` }),
    security: [{ token: [] }, { session: [] }],
    request: {
      ...(endpoint.params && { params: endpoint.params }),
      ...(endpoint.query && { query: endpoint.query }),
      ...(endpoint.body && { body: { required: true, content: { 'application/json': { schema: endpoint.body } } } }),
      ...(headersOf(endpoint) && { headers: headersOf(endpoint) }),
    },
    responses: {
      [endpoint.status ?? 200]: {
        description: 'Success',
        content: { 'application/json': { schema: endpoint.response } },
      },
      ...problemResponses(problemsOf(endpoint)),
    },
  };
}

function headersOf({ ifMatch, idempotent }: Endpoint): z.ZodObject | undefined {
  if (ifMatch) return z.object({ 'If-Match': z.string().describe('The version that was read, in quotes') });
  if (idempotent)
    return z.object({ 'Idempotency-Key': z.string().optional().describe('A repeat with it answers as the first did') });
  return undefined;
}

function problemsOf({ problems, permission, body }: Endpoint): ProblemCode[] {
  const always: ProblemCode[] = ['unauthenticated', 'internal', 'unavailable'];
  if (permission) always.push('forbidden');
  if (body) always.push('malformed_request', 'payload_too_large', 'unsupported_media_type');
  return [...new Set([...problems, ...always])];
}

function problemResponses(codes: readonly ProblemCode[]): RouteConfig['responses'] {
  const byStatus = Map.groupBy(codes, (code) => PROBLEMS[code].status);
  const described = [...byStatus].map(([status, group]) => [
    String(status),
    {
      description: group.map((code) => `\`${code}\`: ${PROBLEMS[code].title}`).join(' '),
      content: { 'application/problem+json': { schema: Problem } },
    },
  ]);
  return Object.fromEntries(described);
}
