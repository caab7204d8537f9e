/** The smallest load balancer: asks its servers whether they are ready, shares requests out, and tries nothing twice. */
import { Agent, request as ask, createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AtEnd } from '../scope.ts';

const ASK_EVERY_MS = 200;

/** @param ports  of the servers. @returns its own */
export async function startBalancer(
  ports: readonly number[],
  atEnd: AtEnd,
): Promise<{ port: number; ready: () => number }> {
  const agent = new Agent({ keepAlive: true });
  const probes = new Agent();
  const ready = new Set(ports);
  let turn = 0;

  const pass = (request: IncomingMessage, response: ServerResponse) => {
    const choice = [...ready];
    const port = choice[turn++ % choice.length];
    if (port === undefined) return void response.writeHead(503).end();
    const { method, url, headers } = request;
    const sent = ask({ agent, host: '127.0.0.1', port, method, path: url, headers }, (answer) => {
      const { connection: _, 'keep-alive': __, ...kept } = answer.headers;
      response.writeHead(answer.statusCode ?? 502, kept);
      answer.pipe(response);
    });
    sent.once('error', () => response.writeHead(502).end());
    request.pipe(sent);
  };
  const probe = (port: number) => {
    const asked = ask({ agent: probes, host: '127.0.0.1', port, path: '/readyz', timeout: 1_000 }, (answer) => {
      answer.resume();
      if ((answer.statusCode ?? 500) < 400) ready.add(port);
      else ready.delete(port);
    });
    asked.once('timeout', () => asked.destroy(new Error('no answer in time')));
    asked.once('error', () => ready.delete(port));
    asked.end();
  };

  const server = createServer(pass);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const probing = setInterval(() => ports.forEach(probe), ASK_EVERY_MS);
  atEnd(async () => {
    clearInterval(probing);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    agent.destroy();
    probes.destroy();
  });
  return { port: (server.address() as AddressInfo).port, ready: () => ready.size };
}
