import { isSameJson } from './same-json.ts';

/** Of the fields that somebody sends, those that are not so already: as they were, and as they become. Undefined ones stay. */
export function pickChanges<T extends object>(
  current: Required<T>,
  sent: { readonly [K in keyof T]?: T[K] | undefined },
): { was: T; becomes: T } {
  const known = new Map<string, unknown>(Object.entries(current));
  const changed = Object.entries(sent).filter(
    ([field, value]) => value !== undefined && known.has(field) && !isSameJson(known.get(field), value),
  );
  return {
    was: Object.fromEntries(changed.map(([field]) => [field, known.get(field)])) as T,
    becomes: Object.fromEntries(changed) as T,
  };
}
