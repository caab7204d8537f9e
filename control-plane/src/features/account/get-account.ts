import type { endpoints } from '@alyson/schema';
import type { Context } from '../../context.ts';
import type { Answer } from '../../http/mount.ts';
import { findPasswordHash } from '../../people/accounts.store.ts';
import { ownId } from './own-id.ts';

/** The caller's own account. */
export async function getAccount({ actor, db }: Context): Promise<Answer<typeof endpoints.getAccount>> {
  const hasPassword = (await findPasswordHash(db, ownId(actor))) !== null;
  return { name: actor.name, email: actor.email ?? '', hasPassword };
}
