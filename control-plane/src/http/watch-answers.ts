import type { Server, ServerResponse } from 'node:http';

/**
 * Watches a server's requests from its beginning.
 *
 * @returns lets the callers go: each answer from now on, also to what is under way, asks for its connection to be closed,
 * so that the next request goes to another instance instead of into a connection that is about to end
 */
export function watchAnswers(server: Server): () => void {
  const underWay = new Set<ServerResponse>();
  let isLettingGo = false;
  const close = (answer: ServerResponse) => {
    answer.shouldKeepAlive = false;
  };
  server.prependListener('request', (_, answer: ServerResponse) => {
    if (isLettingGo) return close(answer);
    underWay.add(answer);
    answer.once('close', () => underWay.delete(answer));
  });
  return () => {
    isLettingGo = true;
    underWay.forEach(close);
  };
}
