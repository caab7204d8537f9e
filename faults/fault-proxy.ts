/** Stands between a part and what it depends on, and breaks that on demand. HTTP/1.1, bodies held whole. */
import { Agent, request as ask, createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '../scripts/lib/random.ts';
import type { AtEnd } from './scope.ts';

/** What befalls requests. `share` is the part of them that it befalls, 1 by default. */
export type Fault =
  | { readonly kind: 'none' }
  /** Nothing listens, and what was connected is cut off. */
  | { readonly kind: 'down' }
  /** Taken, and never answered. */
  | { readonly kind: 'blackhole'; readonly share?: number }
  | { readonly kind: 'latency'; readonly ms: number; readonly share?: number }
  /** The connection breaks: before the request arrives, or when it was carried out and its answer is on the way. */
  | { readonly kind: 'reset'; readonly when: 'before' | 'after'; readonly share?: number }
  | { readonly kind: 'status'; readonly status: number; readonly share?: number }
  /** So many bits of the answer flip, wherever they are: status line, headers, body. */
  | { readonly kind: 'garble'; readonly flips: number; readonly share?: number };

export interface FaultProxy {
  readonly port: number;
  readonly url: string;
  /** From now on. Requests under way keep the fault they met. */
  set(fault: Fault): Promise<void>;
  /** Requests that came, whatever befell them; none are seen while it is down. */
  requests(): number;
}

/** @param upstream  a port of this machine. @param random  seeded: the same faults befall the same requests */
export async function startFaultProxy(upstream: number, random: Random, atEnd: AtEnd): Promise<FaultProxy> {
  const agent = new Agent({ keepAlive: true });
  let fault: Fault = { kind: 'none' };
  let requests = 0;
  const server = createServer(
    (request, response) => void pass(request, response).catch(() => request.socket.destroy()),
  );
  await listen(server, 0);
  const { port } = server.address() as AddressInfo;
  atEnd(async () => {
    await close(server);
    agent.destroy();
  });

  const pass = async (request: IncomingMessage, response: ServerResponse) => {
    requests += 1;
    const met = meet(fault, random);
    const body = await readAll(request);
    switch (met.kind) {
      case 'blackhole':
        return;
      case 'status':
        return void response.writeHead(met.status).end();
      case 'down':
        return void request.socket.destroy();
      case 'reset':
        if (met.when === 'after') await forward(agent, upstream, request, body);
        return void request.socket.resetAndDestroy();
      case 'latency':
        await sleep(met.ms);
        return write(response, await forward(agent, upstream, request, body));
      case 'garble': {
        const answer = await forward(agent, upstream, request, body);
        return void request.socket.end(flipBits(serialize(answer), met.flips, random));
      }
      case 'none':
        return write(response, await forward(agent, upstream, request, body));
      default:
        return met satisfies never;
    }
  };

  return {
    port,
    url: `http://127.0.0.1:${port}`,
    async set(next) {
      const wasDown = fault.kind === 'down';
      fault = next;
      if (next.kind === 'down' && !wasDown) await close(server);
      if (next.kind !== 'down' && wasDown) await listen(server, port);
    },
    requests: () => requests,
  };
}

const meet = (fault: Fault, random: Random): Fault =>
  'share' in fault && fault.share !== undefined && !random.chance(fault.share) ? { kind: 'none' } : fault;

interface Answer {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Buffer;
}

async function forward(agent: Agent, port: number, request: IncomingMessage, body: Buffer): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const { method, url, headers } = request;
  const { 'transfer-encoding': _, ...rest } = headers;
  const options = {
    agent,
    port,
    host: '127.0.0.1',
    method,
    path: url,
    headers: { ...rest, 'content-length': body.length },
  };
  ask(options, resolve).once('error', reject).end(body);
  const response = await promise;
  const answered = await readAll(response);
  const kept = Object.entries(response.headers).filter(([name]) => !CONNECTION_HEADERS.has(name));
  return {
    status: response.statusCode ?? 502,
    headers: [...kept.map(([name, value]) => [name, String(value)] as const), ['content-length', `${answered.length}`]],
    body: answered,
  };
}

/** Of one connection only, or said anew. */
const CONNECTION_HEADERS = new Set(['connection', 'keep-alive', 'transfer-encoding', 'content-length']);

function write(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, Object.fromEntries(headers)).end(body);
}

const serialize = ({ status, headers, body }: Answer): Buffer => {
  const lines = [
    `HTTP/1.1 ${status} Answer`,
    ...headers.map((header) => header.join(': ')),
    'connection: close',
    '',
    '',
  ];
  return Buffer.concat([Buffer.from(lines.join('\r\n'), 'latin1'), body]);
};

/** Changes the bytes it is given. */
function flipBits(bytes: Buffer, flips: number, random: Random): Buffer {
  for (let flip = 0; flip < flips; flip += 1) {
    const at = random.between(0, bytes.length - 1);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << random.between(0, 7));
  }
  return bytes;
}

async function readAll(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function listen(server: Server, port: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject).listen(port, '127.0.0.1', resolve);
  await promise;
  server.off('error', reject);
}

async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => void server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}
