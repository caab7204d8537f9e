import { ProblemError, type ReleaseCause } from '@alyson/schema';
import type { Context } from '../context.ts';
import type { Tx } from '../io/database.ts';
import { readNeedsApproval } from '../workspace-settings.store.ts';
import type { ReleaseRow } from './releases.store.ts';

/**
 * Releases that never wait for a second person. In an emergency traffic is stopped at once: by a pause, by turning an
 * agent off, by handing a link back to TUNE, or by undoing the newest release; and what was stopped goes on as it had been
 * approved. A start routes nothing that was routed before; a ramp was approved when it began (`start-ramp.ts`); the rest
 * no person makes.
 */
const FREE: ReadonlySet<ReleaseCause> = new Set([
  'started',
  'optimizer',
  'paused',
  'resumed',
  'agent_off',
  'capped',
  'uncapped',
  'ramp',
  'handed_back',
  'taken_back',
]);

interface Made {
  cause: ReleaseCause;
  rollbackOf?: { number: number } | null;
}

/**
 * Stops a person, or their program, from altering alone where a live experiment's clicks go, where the workspace wants two
 * for that (C9). Every release is asked about, so that no way to make one is forgotten.
 *
 * @param newest  the release in force
 * @throws ProblemError `approval_required`
 */
export async function requireApproval(
  tx: Tx,
  { actor, approval, workspaceId }: Context,
  newest: ReleaseRow | null,
  { cause, rollbackOf }: Made,
): Promise<void> {
  if (approval || (actor.kind !== 'user' && actor.kind !== 'token')) return;
  const isLive = newest !== null && newest.document.state !== 'ended';
  const isUndo = rollbackOf?.number === (newest?.number ?? 0) - 1;
  if (!isLive || isUndo || FREE.has(cause)) return;
  if (!(await readNeedsApproval(tx, workspaceId))) return;
  throw new ProblemError(
    'approval_required',
    'A second person must approve a change of where a live experiment’s clicks go. Propose it to them; pausing, holding, turning an agent off, handing a link back to TUNE and undoing the newest release need nobody.',
  );
}
