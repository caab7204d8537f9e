import { ProblemError } from '@alyson/schema';
import type { PublicContext } from '../../http/mount-public.ts';
import type { Tx } from '../../io/database.ts';
import { type AccountLinkRow, lockOpenLink } from '../../people/account-links.store.ts';
import { hashLinkSecret } from '../../people/link-secret.ts';
import { lockWorkspace } from '../../people/memberships.store.ts';

type WorkspaceRow = Awaited<ReturnType<typeof lockWorkspace>>;

/**
 * Runs what a one-time link is for, in one transaction with the link and its workspace locked: of two that use it at once,
 * one does.
 *
 * @throws ProblemError `link_invalid` for one that was used, taken back, has expired, or never was
 */
export function withAccountLink<T>(
  { db, now }: PublicContext,
  secret: string,
  use: (tx: Tx, link: AccountLinkRow, workspace: WorkspaceRow) => Promise<T>,
): Promise<T> {
  return db.transaction(async (tx) => {
    const link = await lockOpenLink(tx, hashLinkSecret(secret), new Date(now()));
    if (!link) throw new ProblemError('link_invalid');
    return use(tx, link, await lockWorkspace(tx, link.workspaceId));
  });
}
