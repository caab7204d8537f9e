import { ProblemError } from '@alyson/schema';
import { invalidFields, toPointer } from './validate.ts';

const JSON_TYPE = /^application\/(json|[a-z0-9.+-]+\+json)\s*(;|$)/i;

/**
 * A request's body as JSON.
 *
 * @throws ProblemError `unsupported_media_type`, `malformed_request`
 */
export async function readJson(request: {
  header(name: string): string | undefined;
  text(): Promise<string>;
}): Promise<unknown> {
  if (!JSON_TYPE.test(request.header('content-type') ?? '')) throw new ProblemError('unsupported_media_type');
  const text = await request.text();
  try {
    return JSON.parse(text);
  } catch {
    throw new ProblemError('malformed_request', text === '' ? 'The body is missing.' : 'The body is not JSON.');
  }
}

/**
 * A query's parameters, each once.
 *
 * @throws ProblemError `validation_failed` naming those that came more than once: which of them is meant nobody can know
 */
export function readQuery(queries: Record<string, string[]>): Record<string, string> {
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
