import { createServer } from 'node:net';
import { codeOf, PlainError } from '../lib/stop-with-one-line.ts';

export interface ListenAddress {
  host: string;
  port: number;
  /** Where the port was set. */
  variable: string;
}

/** @throws PlainError that names the variable when nothing can listen there now */
export async function checkPort(address: ListenAddress): Promise<void> {
  const { host, port } = address;
  const server = createServer();
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject).listen({ host, port, exclusive: true }, resolve);
  try {
    await promise;
  } catch (error) {
    throw new PlainError(reasonOf(codeOf(error), address));
  }
  await new Promise((closed) => server.close(closed));
}

function reasonOf(code: string, { host, port, variable }: ListenAddress): string {
  if (code === 'EADDRINUSE') return `Port ${port} is in use: stop what listens there, or set ${variable} to another.`;
  if (code === 'EACCES') return `Port ${port} needs more rights than this user has: set ${variable} to one above 1023.`;
  return `Cannot listen on ${host} port ${port} (${code}): check ALYSON_HOST and ${variable}.`;
}
