/**
 * The embedded PostgreSQL as a process like the other parts: it may take its time, it ends when its parent is gone, and
 * when the server dies this ends too and is started again. Says `{ url }` to its parent once connections are accepted.
 */
import { startPostgres } from '../lib/postgres.ts';
import { PlainError, stopWithOneLine } from '../lib/stop-with-one-line.ts';

const [folder, port] = [process.env['ALYSON_DATABASE_FOLDER'], Number(process.env['ALYSON_DATABASE_PORT'])];
if (!folder || !port) stopWithOneLine(new PlainError('ALYSON_DATABASE_FOLDER and ALYSON_DATABASE_PORT are missing.'));

try {
  const postgres = await startPostgres({ folder, port, log: (line) => console.log(line) });
  let isStopping = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (isStopping) return;
      isStopping = true;
      void postgres.stop().then(() => process.exit(0));
    });
  }
  process.send?.({ url: postgres.url });
  await postgres.exited;
  if (!isStopping) stopWithOneLine(new PlainError('PostgreSQL was killed, or crashed'));
} catch (error) {
  stopWithOneLine(error instanceof Error ? new PlainError(error.message) : error);
}
