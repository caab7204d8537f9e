import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { open } from '../../src/io/dial.ts';
import { createGuardedFetch, type GuardedFetch } from '../../src/io/guarded-fetch.ts';

const pem = (name: string) => readFileSync(new URL(`certificates/${name}.pem`, import.meta.url), 'utf8');

export type Page = (request: IncomingMessage, response: ServerResponse) => void;

/** Names, addresses and pages of a made-up internet behind one real TLS server on loopback. */
export interface FakeInternet {
  fetch: GuardedFetch;
  /** By host name: its addresses. A list of lists gives one list to each question in turn, the last one for good. */
  names: Map<string, readonly string[] | readonly (readonly string[])[]>;
  /** By host and path, such as `shop.example.com/lp`; what is not there answers 404. */
  pages: Map<string, Page>;
  /** Host names whose server shows the certificate that has expired. */
  expired: Set<string>;
  /** Addresses that refuse connections. */
  dead: Set<string>;
  /** What the code under test asked name servers, and the addresses it opened connections to, in order. */
  resolved: string[];
  dialled: string[];
  /** Host and path of every request that arrived. */
  requests: string[];
  stop(): Promise<void>;
}

const PUBLIC = '93.184.216.34';

export async function startFakeInternet(): Promise<FakeInternet> {
  const sockets = new Set<Socket>();
  const valid = { key: pem('valid.key'), cert: pem('valid') };
  const net: Omit<FakeInternet, 'fetch' | 'stop'> = {
    names: new Map([['shop.example.com', [PUBLIC]]]),
    pages: new Map(),
    expired: new Set(),
    dead: new Set(),
    resolved: [],
    dialled: [],
    requests: [],
  };
  const serve = (request: IncomingMessage, response: ServerResponse) => {
    const address = `${request.headers.host}${request.url?.split('?')[0]}`;
    net.requests.push(address);
    const page = net.pages.get(address);
    if (page) page(request, response);
    else response.writeHead(404).end();
  };
  const [server, expiredServer] = [valid, { key: pem('expired.key'), cert: pem('expired') }].map((options) => {
    const made = createServer(options, serve);
    made.on('secureConnection', (socket) => void sockets.add(socket));
    return made.listen(0, '127.0.0.1');
  });
  if (!server || !expiredServer) throw new Error('no servers');
  await Promise.all([once(server, 'listening'), once(expiredServer, 'listening')]);
  const portOf = ({ serverName }: { serverName: string | null }) =>
    ((serverName && net.expired.has(serverName) ? expiredServer : server).address() as AddressInfo).port;

  const asked = new Map<string, number>();
  const fetch = createGuardedFetch({
    allowLoopback: false,
    resolve: async (name) => {
      net.resolved.push(name);
      const times = asked.get(name) ?? 0;
      asked.set(name, times + 1);
      const answers = net.names.get(name) ?? [];
      const list = answers.some(Array.isArray) ? answers : [answers];
      return (list[Math.min(times, list.length - 1)] ?? []) as readonly string[];
    },
    dial: async (destination, signal) => {
      const [address] = destination.addresses;
      net.dialled.push(`${address}:${destination.port}`);
      if (net.dead.has(address)) throw Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
      return open({ ...destination, port: portOf(destination) }, '127.0.0.1', signal, pem('authority'));
    },
  });
  const stop = async () => {
    for (const socket of sockets) socket.destroy();
    await Promise.all([server, expiredServer].map((one) => new Promise((resolve) => one.close(resolve))));
  };
  return { ...net, fetch, stop };
}

export const redirectTo =
  (location: string, status = 302): Page =>
  (_, response) =>
    void response.writeHead(status, { location }).end();

export const answer =
  (status = 200, body = 'a page'): Page =>
  (_, response) =>
    void response.writeHead(status).end(body);
