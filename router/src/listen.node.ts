import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { NodeConfig } from './config.ts';
import { landRefused } from './endpoints/land-refused.node.ts';
import { ConfigError } from './env.ts';

/** Node's default of 16 KiB would turn away links with long parameters. */
const MOST_HEADER_BYTES = 128 * 1024;
/** A client that is slower than this to send its request is cut off. */
const REQUEST_TIMEOUT_MS = 12_000;
/** How often that is looked after: Node's default of 30 s would let it hold its connection for three times as long. */
const LOOK_FOR_SLOW_EVERY_MS = 2_500;
/** Longer than the 60 s of common load balancers, which must be the ones to close a connection. */
const KEEP_ALIVE_MS = 65_000;

/**
 * On its own port, where pushes, books and metrics find this very process, and on the one it shares, if any.
 *
 * @throws ConfigError where it cannot listen
 */
export async function listen(
  { host, port, sharedPort }: Pick<NodeConfig, 'host' | 'port' | 'sharedPort'>,
  listener: RequestListener,
): Promise<Server[]> {
  const own = await listenOn({ host, port }, 'ALYSON_ROUTER_PORT', listener);
  if (sharedPort === null) return [own];
  const shared = { host, port: sharedPort, reusePort: true };
  return [own, await listenOn(shared, 'ALYSON_ROUTER_SHARED_PORT', listener)];
}

interface ListenAddress {
  readonly host: string;
  readonly port: number;
  readonly reusePort?: boolean;
}

async function listenOn(address: ListenAddress, variable: string, listener: RequestListener): Promise<Server> {
  const server = createServer(
    {
      maxHeaderSize: MOST_HEADER_BYTES,
      headersTimeout: REQUEST_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      connectionsCheckingInterval: LOOK_FOR_SLOW_EVERY_MS,
      keepAliveTimeout: KEEP_ALIVE_MS,
      // A click has no body: without this Node makes and drains a stream for each.
      optimizeEmptyRequests: true,
    },
    listener,
  );
  landRefused(server, MOST_HEADER_BYTES);
  try {
    await once(server.listen({ ...address }), 'listening');
  } catch (error) {
    throw new ConfigError(describeListenError(error as NodeJS.ErrnoException, address, variable), { cause: error });
  }
  return server;
}

function describeListenError({ code }: NodeJS.ErrnoException, { host, port }: ListenAddress, variable: string): string {
  if (code === 'EADDRINUSE') return `Port ${port} is in use: stop what listens there, or set ${variable} to another.`;
  return `Cannot listen on ${host} port ${port} (${code}): check ALYSON_HOST and ${variable}.`;
}
