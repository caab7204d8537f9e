import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { SignedBundle } from '@alyson/schema';

const REPOSITORY = join(import.meta.dirname, '..', '..');
const QUIET = { WRANGLER_SEND_METRICS: 'false', WRANGLER_WRITE_LOGS: 'false', CLOUDFLARE_CF_FETCH_ENABLED: 'false' };

/**
 * The Worker as a deploy would send it, with a snapshot of its own. Built in a copy, because the snapshot is a file of the
 * source.
 *
 * @returns its code
 */
export async function buildWorker(snapshot: Readonly<Record<string, SignedBundle>>): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'alyson-worker-'));
  try {
    mkdirSync(join(folder, 'router'));
    for (const part of ['router/src', 'router/package.json', 'wrangler.toml', 'package.json'])
      cpSync(join(REPOSITORY, part), join(folder, part), { recursive: true });
    writeFileSync(join(folder, 'router', 'snapshot.json'), JSON.stringify(snapshot));
    symlinkSync(join(REPOSITORY, 'node_modules'), join(folder, 'node_modules'));
    const wrangler = join(REPOSITORY, 'node_modules', 'wrangler', 'bin', 'wrangler.js');
    const options = { cwd: folder, env: { ...process.env, ...QUIET } };
    await promisify(execFile)(process.execPath, [wrangler, 'deploy', '--dry-run', '--outdir', 'built'], options);
    return readFileSync(join(folder, 'built', 'worker.js'), 'utf8');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
