import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const LIST = 'contents.json';
const CLUSTER = 'cluster';

/** Writes down what a base holds, beside it: a copy of it that broke off is found out before it is used. */
export function noteContents(base: string): void {
  writeFileSync(join(base, LIST), JSON.stringify(sizesIn(join(base, CLUSTER))), { mode: 0o600 });
}

/** @returns the first of its files that is not as it was taken; null where all are, or where nobody wrote them down */
export function findLostFile(base: string): string | null {
  const list = join(base, LIST);
  if (!existsSync(list)) return null;
  const taken: Record<string, number> = JSON.parse(readFileSync(list, 'utf8'));
  const found = sizesIn(join(base, CLUSTER));
  return Object.keys(taken).find((name) => found[name] !== taken[name]) ?? null;
}

/** Bytes by path. */
function sizesIn(folder: string): Record<string, number> {
  if (!existsSync(folder)) return {};
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files.map(({ parentPath, name }) => {
      const path = join(parentPath, name);
      return [relative(folder, path), statSync(path).size];
    }),
  );
}
