/**
 * Loaded before the code of a part of the product (`node --import`): its clock is off by as many ms as the file named like
 * the part says, from then on and however often that changes. The address of this module names the folder: `?folder=…`.
 * Time that passes is measured by another clock, which nobody sets.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const LOOK_EVERY_MS = 20;
const PARTS = ['control-plane', 'router', 'worker'] as const;

const folder = new URL(import.meta.url).searchParams.get('folder');
const part = PARTS.find((name) => process.argv[1]?.includes(`/${name}/src/`));
if (folder && part) shift(join(folder, part));

function shift(file: string): void {
  const RealDate = Date;
  let offsetMs = read(file);
  setInterval(() => (offsetMs = read(file)), LOOK_EVERY_MS).unref();
  const now = () => RealDate.now() + offsetMs;
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, given, newTarget) => Reflect.construct(target, given.length === 0 ? [now()] : given, newTarget),
    apply: () => new RealDate(now()).toString(),
    get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
  });
}

function read(file: string): number {
  try {
    return Number(readFileSync(file, 'utf8'));
  } catch {
    return 0; // nobody has set this clock
  }
}
