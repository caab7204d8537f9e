/** How long a statement may take, and the getting of a connection, before it is given up. */
const STATEMENT_TIMEOUT_MS = 15_000;

/** A server that has not even ended a statement that takes too long answers nobody any more. */
export const SILENCE_MS = STATEMENT_TIMEOUT_MS + 3_000;

const CONNECT_TIMEOUT_MS = 5_000;
const MAX_CONNECTIONS = 16;

/** What a client of its own is told, in both drivers. */
export const clientSettings = (databaseUrl: string) => ({
  connectionString: databaseUrl,
  connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
  application_name: 'alyson-control-plane listener',
});

/** What the pools of both drivers are told. */
export const poolSettings = (databaseUrl: string) => ({
  connectionString: databaseUrl,
  max: MAX_CONNECTIONS,
  connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
  statement_timeout: STATEMENT_TIMEOUT_MS,
  idle_in_transaction_session_timeout: STATEMENT_TIMEOUT_MS,
  application_name: 'alyson-control-plane',
});

/** What the pools of both drivers have in common. */
interface Pool {
  on(
    event: 'connect',
    listener: (client: { on(event: 'error', listener: (error: Error) => void): unknown }) => void,
  ): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
}

/**
 * Lets the process live when a connection breaks. The pool listens to its idle clients only; one that breaks inside a
 * transaction would emit an error that nobody hears, and Node ends a process for that.
 */
export function surviveBrokenConnections(pool: Pool, onError: (error: Error) => void): void {
  pool.on('connect', (client) => client.on('error', onError));
  pool.on('error', () => undefined); // an idle client's, who has told it already
}
