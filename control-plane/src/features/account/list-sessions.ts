import { type endpoints, toTimestamp } from '@alyson/schema';
import type { Context } from '../../context.ts';
import type { Answer } from '../../http/mount.ts';
import { findSessions } from '../../people/accounts.store.ts';
import { ownId } from './own-id.ts';

/** Where the caller is signed in, the newest first. Not the cookie's token: who reads this cannot become somebody with it. */
export async function listSessions({ actor, db, now }: Context): Promise<Answer<typeof endpoints.listSessions>> {
  const rows = await findSessions(db, ownId(actor), new Date(now()));
  return {
    items: rows.map(({ id, userAgent, ipAddress, createdAt, expiresAt }) => ({
      id,
      isCurrent: id === actor.sessionId,
      userAgent: userAgent || null,
      address: ipAddress || null,
      createdAt: toTimestamp(createdAt.getTime()),
      expiresAt: toTimestamp(expiresAt.getTime()),
    })),
  };
}
