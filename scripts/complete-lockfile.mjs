// Some registries do not serve every platform package. npm then leaves them out of the lockfile,
// and the next `npm ci` refuses its own lockfile. This adds the missing entries; it is idempotent.
import { readFileSync, writeFileSync } from 'node:fs';

const OS_OF_PART = {
  aix: 'aix',
  android: 'android',
  darwin: 'darwin',
  freebsd: 'freebsd',
  linux: 'linux',
  netbsd: 'netbsd',
  openbsd: 'openbsd',
  openharmony: 'openharmony',
  sunos: 'sunos',
  wasm32: 'wasm32',
  win: 'win32',
  win32: 'win32',
  windows: 'win32',
};
const CPU_OF_PART = {
  64: 'x64',
  arm: 'arm',
  arm64: 'arm64',
  ia32: 'ia32',
  loong64: 'loong64',
  ppc64: 'ppc64',
  riscv64: 'riscv64',
  s390x: 's390x',
  x64: 'x64',
};

const file = process.argv[2] ?? 'package-lock.json';
const lock = JSON.parse(readFileSync(file, 'utf8'));
const packages = lock.packages;

for (const [location, meta] of Object.entries(packages)) {
  for (const [name, version] of Object.entries(meta.optionalDependencies ?? {})) {
    if (isLocked(location, name)) continue;
    const parts = name.split(/[-/]/);
    const os = parts.map((part) => OS_OF_PART[part]).find(Boolean);
    const cpu = parts.map((part) => CPU_OF_PART[part] ?? (part.startsWith('arm') ? 'arm' : undefined)).find(Boolean);
    if (!os || !/^\d/.test(version)) {
      console.warn('left out', name, version);
      continue;
    }
    packages[`node_modules/${name}`] = {
      version,
      ...(cpu && { cpu: [cpu] }),
      ...(meta.dev && { dev: true }),
      ...(name.includes('musl') && { libc: ['musl'] }),
      optional: true,
      os: [os],
    };
  }
}

lock.packages = Object.fromEntries(Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);

/** Looks where Node would: beside the dependent, then one folder up at a time. */
function isLocked(location, name) {
  let folder = location;
  while (folder) {
    if (packages[`${folder}/node_modules/${name}`]) return true;
    folder = folder.includes('/node_modules/') ? folder.slice(0, folder.lastIndexOf('/node_modules/')) : '';
  }
  return Boolean(packages[`node_modules/${name}`]);
}
