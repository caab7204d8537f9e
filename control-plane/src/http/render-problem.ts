import { PROBLEMS, type ProblemCode } from '@alyson/schema';
import { html } from 'hono/html';
import type { OpenApiDocument } from './openapi/document-types.ts';
import { type Html, listOperations, renderPage } from './render-docs.ts';

/** What to do about it, where the title alone does not say. */
const REMEDIES: Partial<Record<ProblemCode, string>> = {
  validation_failed:
    'Each entry of `errors` names a field by its JSON pointer and says what it needs. Nothing was changed.',
  malformed_request: 'Send the body as JSON, and headers in the form that the endpoint describes.',
  unauthenticated: 'Send `Authorization: Bearer <token>` with a token in force, or sign in.',
  signature_invalid:
    'Sign the raw body with the secret of this webhook, with a timestamp no more than five minutes old.',
  forbidden: 'An admin of the workspace can give the role or the token that this needs; `detail` names the permission.',
  not_found: 'It does not exist, or belongs to another workspace: which of the two is not said.',
  method_not_allowed: 'The header `Allow` names the methods that this address answers.',
  transition_refused: '`detail` says which state it is in, and what is possible from there.',
  last_admin: 'Make another person of the workspace admin first.',
  link_invalid: 'Ask an admin of the workspace for a new link.',
  token_configured: 'Change the variable that holds it, and start again.',
  address_taken: 'Choose another slug, or remove the link from the experiment that has it.',
  idempotency_key_reused: 'Choose a new key for every create; send an old one only with the same request.',
  stale_version: 'Read it again, apply the change to what is there now, and send the new `ETag` as `If-Match`.',
  payload_too_large: 'A request has 1 MiB at most; `detail` names another limit where there is one.',
  precondition_required: 'Read it first, and send the `ETag` that came with it as `If-Match`.',
  rate_limited: 'Wait as many seconds as the header `Retry-After` says.',
  internal:
    'The request id in `instance` finds it in the log. The same request may be sent again with its Idempotency-Key.',
  unavailable: 'Wait as many seconds as the header `Retry-After` says, then send the same request again.',
};

/** The page that a problem's `type` leads to (C2): what it means, what to do, and which operations answer it. */
export function renderProblem(code: ProblemCode, api: OpenApiDocument): Html {
  const { status, title, retryable } = PROBLEMS[code];
  const operations = listOperations(api).filter(({ operation }) => mentions(operation.responses?.[status], code));
  const remedy = REMEDIES[code];
  return renderPage(
    `${code}: ${api.info.title}`,
    html`<h1>${title}</h1>
    <p><code>${code}</code>, HTTP status ${status}.
      ${retryable ? 'The same request may succeed later.' : 'The same request will be refused again until something changes.'}</p>
    ${remedy ? html`<p>${remedy}</p>` : ''}
    ${operations.length > 0 ? html`<h4>Answered by</h4>` : ''}
    <ul>${operations.map(({ method, path }) => html`<li><code>${method.toUpperCase()} ${path}</code></li>`)}</ul>
    <p><a href="/docs">The whole API</a></p>`,
  );
}

const mentions = (answer: { description?: string } | undefined, code: ProblemCode): boolean =>
  answer?.description?.includes(`\`${code}\``) ?? false;
