import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { neonConfig } from '@neondatabase/serverless';
import { createWebSocketStream, WebSocketServer } from 'ws';

/**
 * Stands before a PostgreSQL server as Neon's proxy does: WebSocket outside, TCP inside. Points Neon's driver, in this
 * process, at itself.
 */
export async function startNeonProxy(): Promise<{ close(): Promise<void> }> {
  const server = createServer();
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket, request) => {
    const { searchParams } = new URL(request.url ?? '/', 'http://proxy');
    const [host = '', port] = (searchParams.get('address') ?? '').split(':');
    const outside = createWebSocketStream(socket);
    const inside = connect(Number(port), host);
    outside.on('error', () => inside.destroy());
    inside.on('error', () => outside.destroy());
    outside.pipe(inside).pipe(outside);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  neonConfig.wsProxy = (host, databasePort) => `127.0.0.1:${port}/v1?address=${host}:${databasePort}`;
  neonConfig.useSecureWebSocket = false;
  neonConfig.pipelineTLS = false;
  neonConfig.pipelineConnect = false; // the server here asks for SCRAM, which cannot be sent ahead
  return {
    async close() {
      for (const socket of sockets.clients) socket.terminate();
      server.close();
      await once(server, 'close');
    },
  };
}
