import { createServer } from 'node:net';

/** A port that is free now, for a server that only this machine's processes reach. */
export async function findFreePort(): Promise<number> {
  const server = createServer();
  const { promise, resolve: listening, reject } = Promise.withResolvers<void>();
  server.once('error', reject).listen(0, '127.0.0.1', listening);
  await promise;
  const address = server.address();
  await new Promise((closed) => server.close(closed));
  if (typeof address !== 'object' || !address) throw new Error('The system gave no free port.');
  return address.port;
}
