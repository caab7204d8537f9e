/** PostgreSQL refuses to run as root, so root starts it as an account without rights; anybody else as themselves. */
import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const NOBODY = 65534;

export interface ServerAccount {
  /** For spawn(). */
  identity: { uid?: number; gid?: number };
  /** The command line that runs the binary as this account. */
  wrap(binary: string, args: string[]): [command: string, args: string[]];
  /** Gives a file or folder to this account. */
  own(path: string): void;
}

/** @throws Error that says what to do when the folder cannot be written, or the binary cannot be run by the account */
export function openFolder(home: string, cluster: string, binary: string): ServerAccount {
  makeWritable(home);
  const owner = existsSync(cluster) ? statSync(cluster).uid : undefined;
  const self = process.getuid?.() ?? 0;
  if (self !== 0 || process.platform === 'win32') {
    if (owner !== undefined && owner !== self)
      throw new Error(`${home} belongs to another user: start as that user, or choose another ALYSON_DATA_DIR.`);
    return { identity: {}, wrap: (command, args) => [command, args], own: () => undefined };
  }
  const account = accountsOf(owner || NOBODY).find((candidate) => canReach(candidate, home, binary));
  if (account) return account;
  throw new Error(
    `PostgreSQL cannot run as root, and other users cannot reach ${home} or ${binary}: ` +
      'open the folders above them (chmod a+x), set ALYSON_DATA_DIR to an open folder, or start as another user.',
  );
}

/** Gives a file or folder to the account that a start as root chooses; anybody else keeps it. */
export function giveToServer(path: string): void {
  if (process.getuid?.() === 0) chownSync(path, NOBODY, NOBODY);
}

/** Lets the server's account write to another folder. @throws Error that says what to do when it cannot get there */
export function openToServer(account: ServerAccount, folder: string): void {
  mkdirSync(folder, { recursive: true });
  account.own(folder);
  const [command, args] = account.wrap('/bin/sh', ['-c', 'cd "$1" && [ -w . ]', 'sh', folder]);
  if (process.platform === 'win32' || spawnSync(command, args, { ...account.identity, stdio: 'ignore' }).status === 0)
    return;
  throw new Error(`PostgreSQL's account cannot write to ${folder}: open the folders above it (chmod a+x).`);
}

function makeWritable(home: string): void {
  const probe = join(home, `.probe-${process.pid}`);
  try {
    mkdirSync(home, { recursive: true }); // no mode: it would close the new parents to the server's account
    writeFileSync(probe, '');
    rmSync(probe);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new Error(`Cannot write to ${home} (${code}): make it writable, or choose another ALYSON_DATA_DIR.`, {
      cause,
    });
  }
}

/**
 * First the plain account. Where a closed folder lies above (a home of mode 0700, say), the same account with the one
 * right to pass through folders; containers often drop that right but keep the wider one to ignore file modes.
 */
function accountsOf(uid: number): ServerAccount[] {
  const own = (path: string) => chownSync(path, uid, uid);
  const plain: ServerAccount = { identity: { uid, gid: uid }, wrap: (command, args) => [command, args], own };
  const privileged = ['dac_read_search', 'dac_override'].map((right): ServerAccount => {
    const ids = [`--reuid=${uid}`, `--regid=${uid}`, '--clear-groups'];
    // The secure bit lets access(2), with which initdb looks for the server, see the right too.
    const rights = [`--inh-caps=+${right}`, `--ambient-caps=+${right}`, '--securebits=+no_setuid_fixup'];
    return { identity: {}, wrap: (command, args) => ['setpriv', [...ids, ...rights, '--', command, ...args]], own };
  });
  return [plain, ...privileged];
}

function canReach(account: ServerAccount, home: string, binary: string): boolean {
  const [command, args] = account.wrap('/bin/sh', [
    '-c',
    'cd "$1" && [ -x "$2" ] && "$2" --version',
    'sh',
    home,
    binary,
  ]);
  return spawnSync(command, args, { ...account.identity, stdio: 'ignore' }).status === 0;
}
