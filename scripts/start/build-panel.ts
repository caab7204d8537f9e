/** Builds the panel when its sources changed since the last build. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { PlainError } from '../lib/stop-with-one-line.ts';

/** What the built files depend on, relative to the repository. */
const SOURCES = ['web/src', 'web/public', 'web/index.html', 'web/vite.config.ts', 'schema/src', 'package-lock.json'];

export const isPanelBuilt = (repository: string): boolean =>
  readStamp(folderOf(repository)) === fingerprint(repository);

/** @returns the folder of the built panel. @throws PlainError when the build fails */
export async function buildPanel(repository: string): Promise<string> {
  const built = folderOf(repository);
  const sources = fingerprint(repository);
  if (readStamp(built) === sources) return built;
  // Under the cache, where no linter looks and nothing is committed from, should a kill leave it behind.
  const draft = join(repository, 'node_modules', '.cache', `panel.${process.pid}`);
  const old = `${draft}.old`;
  try {
    await runVite(repository, draft);
    writeFileSync(join(draft, STAMP), sources);
    // Built apart and moved into place, so that nobody is ever served half a panel.
    if (existsSync(built)) renameSync(built, old);
    renameSync(draft, built);
  } finally {
    rmSync(draft, { recursive: true, force: true });
    rmSync(old, { recursive: true, force: true });
  }
  return built;
}

const STAMP = '.sources.sha256';
const folderOf = (repository: string): string => join(repository, 'web', 'dist');

function readStamp(built: string): string | undefined {
  const file = join(built, STAMP);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

/** One digest over the names and bytes of all sources. */
function fingerprint(repository: string): string {
  const digest = createHash('sha256');
  const add = (path: string) => {
    const file = join(repository, path);
    const names = readdirIfFolder(file);
    if (names) for (const name of names.sort()) add(`${path}/${name}`);
    else if (existsSync(file)) digest.update(`${path}\0`).update(readFileSync(file));
  };
  SOURCES.forEach(add);
  return digest.digest('hex');
}

function readdirIfFolder(path: string): string[] | undefined {
  try {
    return readdirSync(path);
  } catch {
    return undefined;
  }
}

async function runVite(repository: string, outDir: string): Promise<void> {
  const web = join(repository, 'web');
  const vite = join(createRequire(join(web, 'package.json')).resolve('vite/package.json'), '../bin/vite.js');
  const args = ['build', web, '--outDir', outDir, '--emptyOutDir', '--logLevel', 'error'];
  const build = spawn(process.execPath, [vite, ...args], { cwd: web, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [build.stdout, build.stderr])
    stream.on('data', (text) => {
      said += text;
    });
  const [code] = await once(build, 'close');
  if (code !== 0) throw new PlainError(`The panel could not be built:\n${said.trim()}`);
}
