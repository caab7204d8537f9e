import { type endpoints, ProblemError, toTimestamp } from '@alyson/schema';
import type { Answer, Input } from '../../http/mount.ts';
import type { PublicContext } from '../../http/mount-public.ts';
import { findUserByEmail } from '../../people/accounts.store.ts';
import { withAccountLink } from './with-account-link.ts';

type ReadAccountLink = typeof endpoints.readAccountLink;

/** What a one-time link is for, to whoever bears it. It stays as it is. @throws ProblemError `link_invalid` */
export function readAccountLink(
  ctx: PublicContext,
  { body: { secret } }: Input<ReadAccountLink>,
): Promise<Answer<ReadAccountLink>> {
  return withAccountLink(ctx, secret, async (tx, link, workspace) => {
    if (!workspace) throw new ProblemError('link_invalid');
    return {
      kind: link.kind,
      email: link.email,
      workspaceName: workspace.name,
      role: link.role,
      hasAccount: (await findUserByEmail(tx, link.email)) !== null,
      expiresAt: toTimestamp(link.expiresAt.getTime()),
    };
  });
}
