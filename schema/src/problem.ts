import * as z from 'zod';

/** Every error the API answers with. `title` is fixed per code; `retryable` says whether the same request may succeed later. */
export const PROBLEMS = {
  validation_failed: { status: 422, title: 'The request is not valid.', retryable: false },
  malformed_request: { status: 400, title: 'The request could not be read.', retryable: false },
  unauthenticated: { status: 401, title: 'Sign in, or send a valid token.', retryable: false },
  signature_invalid: { status: 401, title: 'The signature does not match.', retryable: false },
  forbidden: { status: 403, title: 'Your role does not allow this.', retryable: false },
  not_found: { status: 404, title: 'There is no such thing here.', retryable: false },
  method_not_allowed: { status: 405, title: 'This address does not answer that method.', retryable: false },
  transition_refused: { status: 409, title: 'The experiment is not in a state that allows this.', retryable: false },
  address_taken: { status: 409, title: 'Another experiment already uses this link.', retryable: false },
  host_taken: { status: 409, title: 'That host is already used.', retryable: false },
  host_in_use: { status: 409, title: 'Something still stands on this host.', retryable: false },
  secret_ended: { status: 409, title: 'This secret has ended.', retryable: false },
  token_taken: { status: 409, title: 'Another buyer has that token.', retryable: false },
  click_unlikely: { status: 409, title: 'That is none of the likely clicks of this event.', retryable: false },
  name_taken: { status: 409, title: 'That name is already used.', retryable: false },
  last_admin: { status: 409, title: 'The workspace would be left without an admin.', retryable: false },
  already_member: { status: 409, title: 'That person is in this workspace already.', retryable: false },
  token_configured: { status: 409, title: 'The configuration holds this token.', retryable: false },
  approval_required: {
    status: 409,
    title: 'This workspace wants a second person to approve such a change.',
    retryable: false,
  },
  proposed_change_closed: { status: 409, title: 'This proposed change has been decided on.', retryable: false },
  proposed_change_stale: { status: 409, title: 'What it was to change has changed meanwhile.', retryable: false },
  own_proposed_change: { status: 409, title: 'Another person must approve it.', retryable: false },
  already_grading: { status: 409, title: 'A grading run is already under way.', retryable: true },
  replay_refused: { status: 409, title: 'Reports are not to be read anew now.', retryable: false },
  not_resendable: { status: 409, title: 'This cannot be sent now.', retryable: false },
  idempotency_key_reused: {
    status: 409,
    title: 'This Idempotency-Key was used for another request.',
    retryable: false,
  },
  lease_lost: { status: 409, title: 'Another worker has taken this run over.', retryable: false },
  link_invalid: { status: 410, title: 'This link was used, taken back or has expired.', retryable: false },
  stale_version: { status: 412, title: 'It was changed since you read it.', retryable: false },
  payload_too_large: { status: 413, title: 'The request is too large.', retryable: false },
  unsupported_media_type: { status: 415, title: 'Send the body as application/json.', retryable: false },
  precondition_required: { status: 428, title: 'Send If-Match with the version you read.', retryable: false },
  rate_limited: { status: 429, title: 'Too many requests.', retryable: true },
  internal: { status: 500, title: 'Something went wrong on our side.', retryable: true },
  data_key_missing: { status: 503, title: 'The key that opens this is not configured.', retryable: true },
  unavailable: { status: 503, title: 'A part this needs cannot be reached.', retryable: true },
} as const;

export type ProblemCode = keyof typeof PROBLEMS;
export const ProblemCode = z.enum(Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]]);

/** Where a problem is explained, relative to the API's address (RFC 9457, section 3.1.1). */
export const problemType = (code: ProblemCode): string => `/docs/problems/${code}`;

/** One fault in the input: `pointer` is a JSON pointer in RFC 9457's form, e.g. `#/agents/0/weightBasisPoints`. */
export const FieldProblem = z.object({ pointer: z.string(), detail: z.string() });
export type FieldProblem = z.infer<typeof FieldProblem>;

/** An error as RFC 9457 problem+json. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: ProblemCode,
  detail: z.string().optional(),
  instance: z.string(),
  errors: z.array(FieldProblem).optional(),
});
export type Problem = z.infer<typeof Problem>;

/** What a caller must be told. Everything else that is thrown is a bug, and answered as `internal`. */
export class ProblemError extends Error {
  readonly code: ProblemCode;
  readonly errors: readonly FieldProblem[];

  constructor(code: ProblemCode, detail?: string, errors: readonly FieldProblem[] = []) {
    super(detail ?? PROBLEMS[code].title);
    this.name = 'ProblemError';
    this.code = code;
    this.errors = errors;
  }
}

/** A refusal of one field, with the fix in its words. */
export const invalidField = (pointer: string, detail: string): ProblemError =>
  new ProblemError('validation_failed', detail, [{ pointer, detail }]);
