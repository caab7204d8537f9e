import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** A request as it arrived. */
interface Received {
  method: string;
  /** Path and query, byte for byte. */
  target: string;
  headers: Record<string, string>;
  body: string;
}

export type Reply = (request: Received, response: ServerResponse) => void;

/** An affiliate's tracker, or a workspace's own system: real HTTP on loopback, that misbehaves on request. */
export interface FakeReceiver {
  url: string;
  received: Received[];
  /** How it answers from now on; 200 unless told otherwise. */
  reply: Reply;
  /** Requests that it holds open at this moment, and the most that it ever did. */
  open: number;
  mostOpen: number;
  stop(): Promise<void>;
}

export async function startFakeReceiver(): Promise<FakeReceiver> {
  const sockets = new Set<Socket>();
  const receiver: FakeReceiver = {
    url: '',
    received: [],
    reply: answer(200),
    open: 0,
    mostOpen: 0,
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  const server = createServer(async (request, response) => {
    receiver.open += 1;
    receiver.mostOpen = Math.max(receiver.mostOpen, receiver.open);
    response.on('close', () => {
      receiver.open -= 1;
    });
    const received = await read(request);
    receiver.received.push(received);
    receiver.reply(received, response);
  });
  server.on('connection', (socket) => void sockets.add(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return receiver;
}

async function read(request: IncomingMessage): Promise<Received> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk as Uint8Array);
  return {
    method: request.method ?? '',
    target: request.url ?? '',
    headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)])),
    body: Buffer.concat(chunks).toString(),
  };
}

export const answer =
  (status: number, headers: Record<string, string> = {}, body = ''): Reply =>
  (_, response) =>
    void response.writeHead(status, headers).end(body);

/** Breaks the connection off. */
export const reset: Reply = (_, response) => void response.socket?.resetAndDestroy();

/** Says 200, and then never comes to an end. */
export const neverEnding: Reply = (_, response) => {
  response.writeHead(200, { 'content-type': 'text/plain' });
  response.write('so far');
};

/** Says nothing at all. */
export const silent: Reply = () => undefined;
