import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SignedBundle } from '@alyson/schema';
import type { AtEnd } from '../scope.ts';

/** The one bundle that KV and the hub hold, each behind a port of its own. */
export interface BundleStores {
  readonly kvPort: number;
  readonly hubPort: number;
  /** In both, from now on. */
  publish(sequence: number, signed: SignedBundle): void;
}

export async function startBundleStores(atEnd: AtEnd): Promise<BundleStores> {
  let held: { readonly sequence: number; readonly signed: SignedBundle } | null = null;
  const kvPort = await serve((_, response) => {
    if (held) response.end(JSON.stringify(held.signed));
    else response.writeHead(404).end();
  }, atEnd);
  const hubPort = await serve(({ url }, response) => {
    const asked = Number(new URL(url ?? '', 'http://hub').searchParams.get('held'));
    const answer = held && { sequence: held.sequence, signed: held.sequence > asked ? held.signed : null };
    response.end(JSON.stringify(answer));
  }, atEnd);
  return {
    kvPort,
    hubPort,
    publish(sequence, signed) {
      held = { sequence, signed };
    },
  };
}

/** @returns the port */
export async function serve(answer: RequestListener, atEnd: AtEnd): Promise<number> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  atEnd(async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  });
  return (server.address() as AddressInfo).port;
}
