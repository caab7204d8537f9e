import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const FULL = '/dev/full';

test.skipIf(!existsSync(FULL))(
  'given a full disk under the log, then logging neither waits nor ends the process',
  () => {
    const log = join(import.meta.dirname, '..', 'src', 'io', 'log.ts');
    const program = `import { createLog } from ${JSON.stringify(log)}; createLog().error({}, 'lost'); console.error('went on');`;
    const full = openSync(FULL, 'w');
    const run = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
      stdio: ['ignore', full, 'pipe'],
      encoding: 'utf8',
      timeout: 10_000,
    });
    closeSync(full);
    expect(run).toMatchObject({ status: 0, stderr: 'went on\n' });
  },
);
