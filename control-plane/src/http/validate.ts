import { type FieldProblem, ProblemError } from '@alyson/schema';
import type * as z from 'zod';

/**
 * Parses what came from outside.
 *
 * @throws ProblemError `validation_failed` with every fault, each by its JSON pointer (RFC 9457)
 */
export function validate<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const parsed = schema.safeParse(value, { error: describe });
  if (parsed.success) return parsed.data;
  throw invalidFields(parsed.error.issues.map(({ path, message }) => ({ pointer: toPointer(path), detail: message })));
}

/** One refusal for all the fields at fault. */
export function invalidFields(errors: readonly FieldProblem[]): ProblemError {
  const [first] = errors;
  const detail = errors.length === 1 && first ? first.detail : `${errors.length} fields need attention.`;
  return new ProblemError('validation_failed', detail, errors);
}

/** RFC 6901 in its URI fragment form: `#/agents/0/name`. */
export function toPointer(path: readonly PropertyKey[]): string {
  const parts = path.map((part) => encodeURIComponent(String(part).replaceAll('~', '~0').replaceAll('/', '~1')));
  return ['#', ...parts].join('/');
}

/** Words for the two faults whose own words help nobody; a schema's own message goes before these. */
function describe(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code === 'invalid_type' && issue.input === undefined) return 'is missing';
  if (issue.code === 'invalid_value') return `must be one of: ${issue.values.map(String).join(', ')}`;
  return undefined;
}
