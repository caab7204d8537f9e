const REPEAT_AFTER_MS = 60_000;
const REMEMBERED_LINES = 100;

/** The same line at most once a minute: a part that cannot go on says so at each try, a person needs it less often. */
export function seldom(tell: (line: string) => void): (line: string) => void {
  const toldAt = new Map<string, number>();
  return (line) => {
    const now = Date.now();
    if (now - (toldAt.get(line) ?? 0) < REPEAT_AFTER_MS) return;
    if (toldAt.size >= REMEMBERED_LINES) toldAt.clear();
    toldAt.set(line, now);
    tell(line);
  };
}
