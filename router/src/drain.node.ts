import type { Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** How long requests under way may take once nothing new is taken. */
const FINISH_REQUESTS_MS = 1_000;

/**
 * Lets a server end without failing anybody (S17). First it goes on as ever, but asks the client behind every answer to
 * close its connection: so that whoever shares traffic out notices that this one is not ready, and has nothing under way
 * here when it goes. Then it takes no more, those under way may finish, and connections that only wait are closed.
 *
 * @param noticeMs  how long others take to notice; 0 where nobody does
 */
export async function drain(server: Server, noticeMs: number): Promise<void> {
  server.prependListener('request', (_, answer) => {
    answer.shouldKeepAlive = false;
  });
  await sleep(noticeMs);
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeIdleConnections();
  const cut = setTimeout(() => server.closeAllConnections(), FINISH_REQUESTS_MS);
  await closed;
  clearTimeout(cut);
}
