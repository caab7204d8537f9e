import { spawnSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

test('given a log that refuses every line, as a full disk does, then logging neither waits nor ends the process', () => {
  const log = join(import.meta.dirname, '..', 'src', 'io', 'log.ts');
  const program = `import { createLog } from ${JSON.stringify(log)}; createLog().error({}, 'lost'); console.error('went on');`;
  // Opened for reading: every write fails at once, on every system.
  const refusing = openSync(log, 'r');
  const run = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', refusing, 'pipe'],
    encoding: 'utf8',
    timeout: 10_000,
  });
  closeSync(refusing);
  expect(run).toMatchObject({ status: 0, stderr: 'went on\n' });
});
