import { Resolver } from 'node:dns/promises';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Destination, Resolve } from './guarded-destination.ts';
import type { Dial } from './guarded-fetch.ts';

/** Beyond this the next address of the name is tried. */
const ADDRESS_TIMEOUT_MS = 2_000;

/**
 * Tries the addresses of a destination one after the other. An address goes to the system as it is: no name is resolved
 * a second time.
 */
export const dialAddresses: Dial = async (destination, signal) => {
  const { addresses } = destination;
  for (const address of addresses.slice(0, -1)) {
    const one = AbortSignal.any([signal, AbortSignal.timeout(ADDRESS_TIMEOUT_MS)]);
    const socket = await open(destination, address, one).catch(() => null);
    if (socket) return socket;
  }
  return open(destination, addresses.at(-1) ?? addresses[0], signal);
};

/** @param authorities  certificates to trust beside the system's, in PEM */
export async function open(
  { port, isTls, serverName }: Destination,
  address: string,
  signal: AbortSignal,
  authorities?: string,
): Promise<Socket> {
  signal.throwIfAborted();
  const socket = isTls
    ? connectTls({
        host: address,
        port,
        ...(serverName !== null && { servername: serverName }),
        ALPNProtocols: ['http/1.1'],
        ...(authorities !== undefined && { ca: authorities }),
      })
    : connect({ host: address, port });
  const abort = () => socket.destroy(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  try {
    await once(socket, isTls ? 'secureConnect' : 'connect');
    return socket;
  } catch (error) {
    socket.destroy();
    throw error;
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

/** Asks the name servers, and never this machine's own list of names. Takes no thread of the process while it waits. */
export const resolveName: Resolve = async (name) => {
  const resolver = new Resolver({ timeout: 1_500, tries: 2 });
  const found = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
  if (found.every(({ status }) => status === 'rejected') && found.some(isSilence))
    throw Object.assign(new Error('the name servers do not answer'), { code: 'ETIMEDOUT' });
  return found.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
};

const isSilence = (answer: PromiseSettledResult<string[]>): boolean =>
  answer.status === 'rejected' && !['ENOTFOUND', 'ENODATA', 'EBADNAME'].includes(answer.reason?.code);
