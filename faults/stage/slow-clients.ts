import { connect, type Socket } from 'node:net';
import type { AtEnd } from '../scope.ts';
import { LINK } from './link.ts';

const DRIP_EVERY_MS = 2_000;
const GET = `GET ${LINK}&utm_content=`;
const HEADERS = ' HTTP/1.1\r\nHost: go.example\r\nUser-Agent: curl/8\r\n';
const PIPELINED = 32;

/** How a client holds on to a connection: what it sends first, and what then, a little at a time. */
const KINDS = {
  'half a request': { first: `${GET}half${HEADERS}X-Slow: `, drip: 'x' },
  'a slow body': { first: `PUT /edge/bundles/0${HEADERS}Content-Length: 1000000\r\n\r\n`, drip: ' ' },
  /** Asks and takes no answer. HEAD, because it is recorded nowhere. */
  'no reading': { first: `HEAD ${LINK}&utm_content=unread${HEADERS}\r\n`.repeat(PIPELINED), drip: '' },
} as const;

type SlowKind = keyof typeof KINDS;

export const SLOW_KINDS = Object.keys(KINDS) as SlowKind[];

export interface SlowClients {
  /** The longest that one was borne, in ms; those that are still connected count too. Those that wait for nothing do not. */
  longestMs(): number;
}

/** Opens so many connections that never come to an end by themselves. */
export function connectSlowly(port: number, kind: SlowKind, count: number, atEnd: AtEnd): SlowClients {
  const { first, drip } = KINDS[kind];
  const startedAt = performance.now();
  const sockets = new Set<Socket>();
  let lastCutMs = 0;
  for (let i = 0; i < count; i += 1) {
    const socket = connect(port, '127.0.0.1', () => socket.write(first));
    sockets.add(socket);
    if (kind === 'no reading') socket.pause();
    else socket.resume();
    socket.on('error', () => {});
    socket.once('close', () => {
      sockets.delete(socket);
      lastCutMs = performance.now() - startedAt;
    });
  }
  const dripping = setInterval(() => {
    for (const socket of sockets) socket.write(drip);
  }, DRIP_EVERY_MS);
  atEnd(async () => {
    clearInterval(dripping);
    for (const socket of sockets) socket.destroy();
  });
  return {
    longestMs() {
      // Redirects are so short that the system holds them all: who reads none is an idle connection, and no more.
      if (kind === 'no reading') return 0;
      return sockets.size > 0 ? performance.now() - startedAt : lastCutMs;
    },
  };
}
