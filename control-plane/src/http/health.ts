import { type Alarm, type Readiness, toTimestamp } from '@alyson/schema';
import type { Deps } from '../context.ts';
import { isReachable } from '../io/database.ts';
import type { App } from './app-env.ts';

/** `/healthz`: the process answers. `/readyz`: and so does its database; if not, since when that has been noticed. */
export function registerHealth(app: App, { db, now }: Deps): void {
  let away: Alarm | null = null;
  app.get('/healthz', (c) => c.json({ status: 'ok' }));
  app.get('/readyz', async (c) => {
    if (await isReachable(db)) away = null;
    else away ??= { name: 'database_away', since: toTimestamp(now()), detail: 'the database does not answer' };
    const readiness: Readiness = { status: away ? 'not_ready' : 'ready', notReady: away ? [away] : [], alarms: [] };
    return c.json(readiness, away ? 503 : 200);
  });
}
