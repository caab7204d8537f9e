/** What the clients of both drivers have in common. */
interface WatchedClient {
  readonly connection: {
    readonly stream: { on(event: 'data', listener: () => void): unknown; destroy(error?: Error): unknown };
  };
}

interface WatchedPool<C extends WatchedClient> {
  on(event: 'connect' | 'acquire', listener: (client: C) => void): unknown;
  on(event: 'release', listener: (error: Error, client: C) => void): unknown;
}

/**
 * Ends a connection in use on which the server has said nothing for so long: it is frozen, or out of reach without a word.
 * Its own time limits do not help there, and a query that is merely given up would leave the connection with an answer on
 * its way that belongs to nobody.
 *
 * @param silenceMs  longer than any statement may take
 */
export function endSilentConnections<C extends WatchedClient>(pool: WatchedPool<C>, silenceMs: number): void {
  const timers = new WeakMap<C, NodeJS.Timeout>();
  pool.on('connect', (client) => {
    client.connection.stream.on('data', () => timers.get(client)?.refresh());
  });
  pool.on('acquire', (client) => {
    const end = () => client.connection.stream.destroy(new Error('Connection terminated: the server fell silent'));
    timers.set(client, setTimeout(end, silenceMs));
  });
  pool.on('release', (_error, client) => {
    clearTimeout(timers.get(client));
    timers.delete(client);
  });
}
