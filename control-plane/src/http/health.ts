import { type Alarm, type Readiness, toTimestamp } from '@alyson/schema';
import type { Deps } from '../context.ts';
import { isArchivingFailing, isReachable } from '../io/database.ts';
import type { App } from './app-env.ts';

const AWAY = { name: 'database_away', detail: 'the database does not answer' };
const BACKUP_FAILING = {
  name: 'backup_failing',
  detail: 'the database cannot archive its write-ahead log: what is new is on its own disk only',
};

/**
 * `/healthz`: the process answers. `/readyz`: and so does its database; if not, since when that has been noticed. It also
 * says when the database's backup fails.
 */
export function registerHealth(app: App, { db, now }: Pick<Deps, 'db' | 'now'>): void {
  const noteAway = noteAlarm(AWAY, now);
  const noteFailing = noteAlarm(BACKUP_FAILING, now);
  app.get('/healthz', (c) => c.json({ status: 'ok' }));
  app.get('/readyz', async (c) => {
    const isAway = !(await isReachable(db));
    // Not every server tells its archiver to every role; then there is nothing to say.
    const isFailing = !isAway && (await isArchivingFailing(db).catch(() => false));
    const readiness: Readiness = {
      status: isAway ? 'not_ready' : 'ready',
      notReady: noteAway(isAway),
      alarms: noteFailing(isFailing),
    };
    return c.json(readiness, isAway ? 503 : 200);
  });
}

/** Keeps since when something is so. @returns a function that is told whether it is, and gives the alarm while it is */
function noteAlarm(alarm: Omit<Alarm, 'since'>, now: Deps['now']): (isSo: boolean) => Alarm[] {
  let standing: Alarm | null = null;
  return (isSo) => {
    standing = isSo ? (standing ?? { ...alarm, since: toTimestamp(now()) }) : null;
    return standing ? [standing] : [];
  };
}
