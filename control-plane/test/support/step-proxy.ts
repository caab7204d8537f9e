import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, createServer, type Socket } from 'node:net';

/** Counts what a process says and hears, and lets nothing through any more once it is told to. */
export interface StepCounter {
  /** Another step is about to be taken. @returns whether it may be */
  step(): boolean;
}

/** Stands before a server. What passes it is a step: each piece that the client sends, and where asked each answer. */
export async function startStepProxy(
  server: { host: string; port: number },
  counter: StepCounter,
  { countsAnswers }: { countsAnswers: boolean },
): Promise<{ port: number; cut(): void; close(): Promise<void> }> {
  const open = new Set<Socket>();
  const pass = (from: Socket, to: Socket, isStep: boolean) =>
    from.on('data', (piece) => {
      if (isStep && !counter.step()) return;
      if (!to.destroyed) to.write(piece);
    });
  const proxy = createServer((client) => {
    const upstream = connect(server.port, server.host);
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      open.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        open.delete(socket);
        other.destroy();
      });
    }
    pass(client, upstream, true);
    pass(upstream, client, countsAnswers);
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const cut = () => {
    for (const socket of open) socket.destroy();
  };
  return {
    port: (proxy.address() as AddressInfo).port,
    cut,
    async close() {
      cut();
      proxy.close();
      await once(proxy, 'close');
    },
  };
}
