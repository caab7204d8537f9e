import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDataDir } from './open-data-dir.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'alyson-data-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function holdInOtherProcess() {
  const holder = join(import.meta.dirname, 'open-data-dir.ts');
  const program = `import { openDataDir } from ${JSON.stringify(holder)}; openDataDir(${JSON.stringify(folder)}); console.log('held'); setInterval(() => {}, 1000);`;
  const other = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(other.stdout, 'data');
  return other;
}

test('given a start that runs, then another is refused with its process; given it was killed, then the folder is free', async () => {
  const other = await holdInOtherProcess();
  expect(() => openDataDir(folder)).toThrow(`in use by another npm start (process ${other.pid})`);
  other.kill('SIGKILL');
  await once(other, 'exit');
  expect(() => openDataDir(folder)).not.toThrow();
});

test('given a place that cannot be written, then one line names it and the variable', () => {
  writeFileSync(join(folder, 'file'), '');
  expect(() => openDataDir(join(folder, 'file', 'data'))).toThrow(/Cannot write to .* set ALYSON_DATA_DIR/);
  expect(() => openDataDir('/proc/alyson')).toThrow(/Cannot write to .* set ALYSON_DATA_DIR/);
});
