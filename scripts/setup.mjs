// Plain JavaScript for Node >= 20: it runs before anything is installed, on whatever Node the machine has.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const NEEDED_MAJOR = 24;
// The platform packages of the lockfile; elsewhere the machine's own Node must be new enough.
const HAS_BUNDLED_NODE = process.platform === 'linux' && ['x64', 'arm64'].includes(process.arch);

process.chdir(fileURLToPath(new URL('..', import.meta.url)));

const major = Number(process.versions.node.split('.')[0]);
if (major < 20) stop(`Node ${process.versions.node} is too old: install Node ${NEEDED_MAJOR} (20 is enough on Linux).`);
if (major < NEEDED_MAJOR && !HAS_BUNDLED_NODE)
  stop(`Node ${process.versions.node} is too old here: install Node ${NEEDED_MAJOR} or newer.`);

installWhenLockfileChanged();

if (major < NEEDED_MAJOR && !existsSync('node_modules/.bin/node'))
  stop(
    `The bundled Node ${NEEDED_MAJOR} is missing: install Node ${NEEDED_MAJOR}, or run npm ci with optional packages.`,
  );

function installWhenLockfileChanged() {
  const stamp = 'node_modules/.cache/setup.sha256';
  const want = createHash('sha256').update(readFileSync('package-lock.json')).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === want) return;
  console.log('alyson: Installing what this needs. It takes about half a minute, once.');
  const shell = process.platform === 'win32';
  const install = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { stdio: 'inherit', shell });
  if (install.status !== 0) stop('npm ci failed; the messages above say why.');
  mkdirSync('node_modules/.cache', { recursive: true });
  writeFileSync(stamp, want);
}

function stop(message) {
  console.error(`alyson: ${message}`);
  process.exit(1);
}
