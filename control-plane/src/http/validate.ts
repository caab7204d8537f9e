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

/**
 * Parses a request's own words, and refuses what the schema does not name: a mistyped field would else be passed over, and
 * its caller believe that it took effect.
 *
 * @throws ProblemError `validation_failed`
 */
export function validateClosed<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const parsed = validate(schema, value);
  const unknown = findUnknown(value, parsed, []);
  if (unknown.length > 0) throw invalidFields(unknown);
  return parsed;
}

/** Schemas drop what they do not name: what is there before and not after was not named. */
function findUnknown(given: unknown, parsed: unknown, path: readonly PropertyKey[]): FieldProblem[] {
  if (Array.isArray(given) && Array.isArray(parsed)) {
    // A list whose length changed was put in order by its schema, and its items no longer stand side by side.
    if (given.length !== parsed.length) return [];
    return given.flatMap((item, index) => findUnknown(item, parsed[index], [...path, index]));
  }
  if (!isObject(given) || !isObject(parsed)) return [];
  return Object.entries(given).flatMap(([name, part]) =>
    Object.hasOwn(parsed, name)
      ? findUnknown(part, parsed[name], [...path, name])
      : [{ pointer: toPointer([...path, name]), detail: 'is not known here' }],
  );
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** Who sends more faults than these reads no longer list: the answer is not to outgrow the request. */
const MOST_NAMED = 50;

/** One refusal for all the fields at fault. */
export function invalidFields(errors: readonly FieldProblem[]): ProblemError {
  const [first] = errors;
  const detail = errors.length === 1 && first ? first.detail : `${errors.length} fields need attention.`;
  return new ProblemError('validation_failed', detail, errors.slice(0, MOST_NAMED));
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
