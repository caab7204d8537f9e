import { type FieldProblem, type Instant, ProblemError, ReportedEvent } from '@alyson/schema';
import { type BuyerEventDraft, mapReport } from '../../attribution/map-report.ts';
import { validate } from '../../http/validate.ts';

export type Reading = { ok: true; event: BuyerEventDraft } | { ok: false; errors: readonly FieldProblem[] };

/** A buyer's report as an event, or what the buyer must correct, by JSON pointer. */
export function readReport(body: Uint8Array, receivedAt: Instant): Reading {
  const json = parseJson(body);
  if (json === undefined) return { ok: false, errors: [{ pointer: '#', detail: 'is not JSON in UTF-8' }] };
  try {
    return mapReport(validate(ReportedEvent, json), receivedAt);
  } catch (error) {
    if (error instanceof ProblemError) return { ok: false, errors: error.errors };
    throw error;
  }
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
}
