import { ProblemError } from '@alyson/schema';
import { invalidFields, toPointer } from './validate.ts';

/** More than any list has filters. */
const MOST_PARAMETERS = 50;

const JSON_TYPE = /^application\/(json|[a-z0-9.+-]+\+json)\s*(;|$)/i;

/** Deeper than anything that is sent in earnest, and shallow enough for whatever walks it by calling itself. */
const MOST_LEVELS = 32;

/** Values of all kinds: an experiment with fifty agents and all its rules has some thousands. */
const MOST_VALUES_PER_MIB = 20_000;
const MIB = 1_048_576;

/**
 * A request's body as JSON.
 *
 * @param mostBytes  that the endpoint takes: one for large bodies takes more values too
 * @throws ProblemError `unsupported_media_type`, `malformed_request`, `payload_too_large` for too many values, or too deep
 */
export async function readJson(
  request: { header(name: string): string | undefined; text(): Promise<string> },
  mostBytes = MIB,
): Promise<unknown> {
  if (!JSON_TYPE.test(request.header('content-type') ?? '')) throw new ProblemError('unsupported_media_type');
  const text = await request.text();
  const body = parse(text);
  refuseExcess(body, MOST_VALUES_PER_MIB * Math.ceil(mostBytes / MIB));
  return body;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ProblemError('malformed_request', text === '' ? 'The body is missing.' : 'The body is not JSON.');
  }
}

/** Level by level, without calling itself: what is counted here may be deep. */
function refuseExcess(body: unknown, mostValues: number): void {
  let level: unknown[] = [body];
  let count = 0;
  for (let depth = 0; level.length > 0; depth += 1) {
    count += level.length;
    if (depth > MOST_LEVELS)
      throw new ProblemError('payload_too_large', `Values stand in each other ${MOST_LEVELS} levels deep at most.`);
    if (count > mostValues) throw new ProblemError('payload_too_large', `A request has ${mostValues} values at most.`);
    level = level.flatMap((value) => (typeof value === 'object' && value !== null ? Object.values(value) : []));
  }
}

/**
 * A query's parameters, each once.
 *
 * @throws ProblemError `malformed_request` where there are too many; `validation_failed` naming those that came more than once: which of them is meant nobody can know
 */
export function readQuery(queries: Record<string, string[]>): Record<string, string> {
  if (Object.keys(queries).length > MOST_PARAMETERS)
    throw new ProblemError('malformed_request', `The address has more than ${MOST_PARAMETERS} parameters.`);
  const repeated = Object.keys(queries).filter((name) => queries[name]?.length !== 1);
  if (repeated.length > 0)
    throw invalidFields(repeated.map((name) => ({ pointer: toPointer([name]), detail: 'came more than once' })));
  return Object.fromEntries(Object.entries(queries).map(([name, [value = '']]) => [name, value]));
}

/**
 * Finds a text that PostgreSQL cannot keep: one with U+0000 or half a surrogate pair.
 *
 * @returns the pointer of the first, or null
 */
export function findUnstorableText(value: unknown, path: readonly PropertyKey[] = []): string | null {
  if (typeof value === 'string') return value.includes('\0') || !value.isWellFormed() ? toPointer(path) : null;
  if (typeof value !== 'object' || value === null) return null;
  for (const [key, part] of Object.entries(value)) {
    const found = findUnstorableText(part, [...path, key]);
    if (found) return found;
  }
  return null;
}
