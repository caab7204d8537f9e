import type { Listener, Listening } from './database.ts';

/** How long a listening connection may take to say that it is there. */
const ANSWER_WITHIN_MS = 5_000;

/** What the clients of both drivers have in common. */
interface ListeningClient {
  connect(): Promise<unknown>;
  query(text: string): Promise<unknown>;
  on(event: 'notification', listener: (note: { payload?: string | undefined }) => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'end', listener: () => void): unknown;
  readonly connection: { readonly stream: { destroy(): unknown } };
}

/** Listens on a connection of its own, which no pool hands to others. @param channel  a plain name */
export async function listenOn(client: ListeningClient, channel: string, listener: Listener): Promise<Listening> {
  const destroy = () => void client.connection.stream.destroy();
  const inTime = async (asked: Promise<unknown>) => {
    const timer = setTimeout(destroy, ANSWER_WITHIN_MS);
    await asked.finally(() => clearTimeout(timer));
  };
  client.on('error', () => undefined);
  client.on('end', () => listener.onLost());
  client.on('notification', ({ payload }) => listener.onNote(payload ?? ''));
  await inTime(client.connect());
  await inTime(client.query(`listen ${channel}`));
  return { check: () => inTime(client.query('select 1')), close: async () => destroy() };
}
