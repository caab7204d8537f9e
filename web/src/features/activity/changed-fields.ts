import { formatWeight } from '../../ui/format/percent.ts';
import { fieldName } from './entry-sentence.ts';

export interface ChangedField {
  name: string;
  before: string | null;
  after: string | null;
}

/** What differs between two states, field by field; null where one side has no such field. */
export function changedFields(before: unknown, after: unknown): ChangedField[] {
  const old = flatten(before);
  const now = flatten(after);
  const paths = new Set([...old.keys(), ...now.keys()]);
  return [...paths]
    .map((path) => ({ name: nameOf(path), before: old.get(path) ?? null, after: now.get(path) ?? null }))
    .filter((field) => field.before !== field.after);
}

/** Every value by its path, written out. */
function flatten(value: unknown, path: string[] = [], into = new Map<string, string>()): Map<string, string> {
  if (typeof value === 'object' && value !== null) {
    for (const [key, child] of Object.entries(value)) flatten(child, [...path, key], into);
  } else if (value !== undefined && path.length > 0) {
    into.set(path.join('.'), write(value, path.at(-1) ?? ''));
  }
  return into;
}

function write(value: unknown, key: string): string {
  if (typeof value === 'number' && key.endsWith('BasisPoints')) return formatWeight(value);
  if (value === null) return 'none';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return String(value);
}

/** `agents.0.landingUrl` as "agents 1, landing url". */
function nameOf(path: string): string {
  const parts = path
    .split('.')
    .map((part) => (/^\d+$/.test(part) ? Number(part) + 1 : fieldName(part.replace(/BasisPoints$/, ''))));
  return parts.join(', ').replace(/, (\d)/g, ' $1');
}
