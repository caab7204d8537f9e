import type { Deps } from '../context.ts';
import { isReachable } from '../io/database.ts';
import type { App } from './app-env.ts';

/** `/healthz`: the process answers. `/readyz`: and so does its database. */
export function registerHealth(app: App, { db }: Deps): void {
  app.get('/healthz', (c) => c.json({ status: 'ok' }));
  app.get('/readyz', async (c) => {
    const isReady = await isReachable(db);
    return c.json({ status: isReady ? 'ready' : 'database_unreachable' }, isReady ? 200 : 503);
  });
}
