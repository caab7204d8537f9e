/** The programs that a bench measures over HTTP, and the load on them. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { repository } from './deployment.ts';
import type { LoadResult } from './load.ts';

export interface Server {
  readonly name: string;
  readonly port: number;
}

const children: ChildProcess[] = [];

/** Starts a server on a free port and waits until it answers. */
export async function startServer(
  name: string,
  command: (port: number) => [string, string[]],
  variables: (port: number) => Record<string, string> = () => ({}),
): Promise<Server> {
  const port = await freePort();
  const [program, args] = command(port);
  const env = { ...process.env, ...variables(port) };
  const child = spawn(program, args, { cwd: repository, env, stdio: 'ignore' });
  children.push(child);
  for (let tries = 0; tries < 600; tries += 1) {
    const answer = await fetch(`http://127.0.0.1:${port}/`, { redirect: 'manual' }).catch(() => null);
    if (answer) return { name, port };
    if (child.exitCode !== null) throw new Error(`${name} ended`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${name} does not answer`);
}

export function killServers(): void {
  for (const child of children) child.kill('SIGKILL');
}

export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

export interface Load {
  readonly seconds: string;
  readonly connections: string;
  readonly method?: 'GET' | 'HEAD';
  /** Over how many links the clicks are spread; by default they are of one. */
  readonly links?: number;
  /** How long their queries are; by default as long as an affiliate's usual link. */
  readonly queryBytes?: number;
}

/** Has a process of its own put load on a server, and waits for what it saw. */
export function putLoadOn(
  { port }: Server,
  { seconds, connections, method = 'GET', links, queryBytes }: Load,
): LoadResult {
  const shape = links === undefined ? [] : [String(links), String(queryBytes ?? 0)];
  const args = ['bench/load.ts', String(port), seconds, connections, method, ...shape];
  return JSON.parse(execFileSync(process.execPath, args, { cwd: repository, encoding: 'utf8' }));
}
