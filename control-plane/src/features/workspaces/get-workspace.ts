import { type endpoints, ProblemError, toTimestamp } from '@alyson/schema';
import type { Context } from '../../context.ts';
import type { Answer } from '../../http/mount.ts';
import { findWorkspace, type WorkspaceRow } from './workspaces.store.ts';

/** The workspace that is worked in. */
export async function getWorkspace({ db, workspaceId }: Context): Promise<Answer<typeof endpoints.getWorkspace>> {
  const workspace = await findWorkspace(db, workspaceId);
  if (!workspace) throw new ProblemError('not_found');
  return showWorkspace(workspace);
}

export const showWorkspace = ({
  id,
  name,
  currency,
  timezone,
  needsApproval,
  clickRetentionDays,
  version,
  createdAt,
}: WorkspaceRow) => ({
  id,
  name,
  currency,
  timezone,
  needsApproval,
  clickRetentionDays,
  version,
  createdAt: toTimestamp(createdAt.getTime()),
});
