import { join } from 'node:path';

/** Settings of a server that archives its write-ahead log. @param seconds  at most so much of it is only on its own disk */
export const archiveSettings = (walFolder: string, seconds: number): Record<string, string> => ({
  archive_mode: 'on',
  archive_timeout: String(seconds),
  archive_command: commandOf('archive-wal.ts', '%p', walFolder),
});

/** A program of this folder as PostgreSQL calls one. `%p` and `%f` stay as they are, for it to fill in. */
export function commandOf(program: string, ...args: string[]): string {
  const words = [process.execPath, join(import.meta.dirname, program), ...args];
  return words.map((word) => (/^%[pf]$/.test(word) ? `"${word}"` : quote(word))).join(' ');
}

function quote(word: string): string {
  const literal = word.replaceAll('%', '%%');
  return process.platform === 'win32' ? `"${literal}"` : `'${literal.replaceAll("'", "'\\''")}'`;
}
