import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { temporaryFolder } from './temporary-folder.ts';

const MOST_KIB = 100;
const REPOSITORY = join(import.meta.dirname, '..', '..');

test('given the Worker as it is deployed, then it is at most 100 KiB, compressed, and brings neither Node nor a source map', () => {
  const folder = temporaryFolder();
  const wrangler = join(dirname(createRequire(import.meta.url).resolve('wrangler/package.json')), 'bin', 'wrangler.js');
  execFileSync(process.execPath, [wrangler, 'deploy', '--dry-run', '--outdir', folder], {
    cwd: REPOSITORY,
    stdio: 'ignore',
  });
  const code = readFileSync(join(folder, 'worker.js'));
  expect(gzipSync(code).length / 1_024).toBeLessThan(MOST_KIB);
  expect(code.toString()).not.toMatch(/from ?"node:|sourceMappingURL=data:/);
});
