import { PROBLEMS, type Problem, type ProblemCode, ProblemError, problemType } from '@alyson/schema';
import { HTTPException } from 'hono/http-exception';
import { readDatabaseFault } from '../io/database-faults.ts';
import { RateLimitedError } from './rate-limits.ts';

const RETRY_AFTER_SECONDS = '1';

/** What a caller is told when another row was there first, by the name of the unique index. */
const PROBLEM_OF_INDEX: ReadonlyMap<string, ProblemCode> = new Map([
  ['links_by_address', 'address_taken'],
  ['buyers_by_name', 'name_taken'],
  ['segment_sources_by_name', 'name_taken'],
  ['buyers_by_tune_token', 'token_taken'],
  ['workspace_hosts_pkey', 'host_taken'],
]);

/**
 * The error as the caller may know it. What is not meant for the caller becomes `internal`, and says nothing.
 */
export function toProblemError(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  if (error instanceof HTTPException)
    return new ProblemError(error.status === 413 ? 'payload_too_large' : 'malformed_request');
  const fault = readDatabaseFault(error);
  switch (fault?.kind) {
    case undefined:
    case 'other':
      return new ProblemError('internal');
    case 'unavailable':
      return new ProblemError('unavailable', 'The database cannot be reached. Try again in a moment.');
    case 'unstorable_text':
      return new ProblemError('validation_failed', 'A text holds a character that cannot be stored, such as U+0000.');
    case 'duplicate':
      return new ProblemError(PROBLEM_OF_INDEX.get(fault.constraint) ?? 'internal');
    default:
      return fault satisfies never;
  }
}

/** An error as RFC 9457 problem+json: the only place that turns errors into HTTP. */
export function toProblemResponse(
  refusal: ProblemError,
  requestId: string,
  headers: Record<string, string> = {},
): Response {
  const { status, title } = PROBLEMS[refusal.code];
  const problem: Problem = {
    type: problemType(refusal.code),
    title,
    status,
    code: refusal.code,
    instance: `urn:request:${requestId}`,
    ...(refusal.message !== title && { detail: refusal.message }),
    ...(refusal.errors.length > 0 && { errors: [...refusal.errors] }),
  };
  return new Response(JSON.stringify(problem), {
    status,
    headers: {
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      ...extraHeaders(refusal),
      ...headers,
    },
  });
}

function extraHeaders(refusal: ProblemError): Record<string, string> {
  const { code } = refusal;
  if (refusal instanceof RateLimitedError) return { 'retry-after': String(refusal.retryAfterSeconds) };
  if (code === 'unauthenticated') return { 'www-authenticate': 'Bearer' };
  if (PROBLEMS[code].status === 503) return { 'retry-after': RETRY_AFTER_SECONDS };
  return {};
}
