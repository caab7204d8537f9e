/** Longer texts are made by hand. Kept, they would fill the memory of a process that anybody can send them to. */
const LONGEST_KEPT = 512;

/**
 * Remembers a pure function's results by its argument, unless that is long. When there are too many, all are forgotten: the
 * few that make nearly all traffic are back at once, and no click pays for an order of use.
 *
 * @param most  results kept at most
 */
export function remember<T extends object | string>(most: number, compute: (text: string) => T): (text: string) => T {
  const results = new Map<string, T>();
  return (text) => {
    const known = results.get(text);
    if (known !== undefined) return known;
    const result = compute(text);
    if (text.length > LONGEST_KEPT) return result;
    if (results.size >= most) results.clear();
    results.set(text, result);
    return result;
  };
}
