import { agentLetter } from '@alyson/schema';
import { formatWeight } from '../format/percent.ts';
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
    into.set(path.join('.'), writeValue(value, path.at(-1) ?? ''));
  }
  return into;
}

/** A value as people read it. @param key  of the field it stands in, which tells its unit */
export function writeValue(value: unknown, key: string): string {
  if (typeof value === 'number' && key.endsWith('BasisPoints')) return formatWeight(value);
  if (value === null) return 'none';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return String(value);
}

/** `agents.0.landingUrl` as "A, landing url"; agents and weights are listed in the order of the agents' letters. */
function nameOf(path: string): string {
  const [list = '', index = '', ...rest] = path.split('.');
  const isOfAgent = (list === 'agents' || list === 'weights') && /^\d+$/.test(index);
  const [, letter] = list === 'agents' ? (/^([A-Z]{1,3})$/.exec(index) ?? []) : [];
  if (letter) return [`agent ${letter}`, ...rest.map(wordsOf)].join(', ');
  const parts = isOfAgent ? [agentLetter(Number(index) + 1), ...rest.map(wordsOf)] : path.split('.').map(wordsOf);
  return parts.join(', ').replace(/, (\d)/g, ' $1');
}

const wordsOf = (key: string): string =>
  /^\d+$/.test(key) ? String(Number(key) + 1) : fieldName(key.replace(/BasisPoints$/, ''));
