import { DAY_MS, type endpoints, ProblemError, toTimestamp } from '@alyson/schema';
import { appendAudit } from '../../audit/append-audit.ts';
import type { Context } from '../../context.ts';
import type { Answer, Input } from '../../http/mount.ts';
import { requireVersion } from '../../refusals.ts';
import { findNames } from './event-names.store.ts';
import { KEPT_CALLS_DAYS, KEPT_NAMES_DAYS } from './retention.ts';
import { stepOf } from './step-of.ts';
import { askToReread, readRulesOf, saveRules } from './step-rules.store.ts';

type GetSetup = typeof endpoints.getPageEventSetup;
type ChangeSetup = typeof endpoints.changePageEventSetup;

/** Which messages mean which step, beside the names that have come lately. */
export async function getPageEventSetup({ db, workspaceId, now }: Context): Promise<Answer<GetSetup>> {
  const { rules, version } = (await readRulesOf(db, [workspaceId]))(workspaceId);
  const names = await findNames(db, workspaceId, new Date(now() - KEPT_NAMES_DAYS * DAY_MS));
  const seen = names.map(({ type, name, lastSeenAt, times, withoutKey }) => ({
    type,
    name,
    lastSeenAt: toTimestamp(lastSeenAt.getTime()),
    times,
    withoutKey,
    step: stepOf(rules, { type, name }),
  }));
  return { rules, seen, version };
}

/**
 * Writes which messages mean which step, and has what is kept of the last days read again: what meant nothing until now
 * may mean a step.
 *
 * @throws ProblemError `stale_version`
 */
export function changePageEventSetup(
  ctx: Context,
  { body: { rules }, ifMatch }: Input<ChangeSetup>,
): Promise<Answer<ChangeSetup>> {
  const { workspaceId } = ctx;
  return ctx.db.transaction(async (tx) => {
    const before = (await readRulesOf(tx, [workspaceId]))(workspaceId);
    requireVersion(before, ifMatch);
    if (!(await saveRules(tx, workspaceId, rules, before.version))) throw new ProblemError('stale_version');
    await askToReread(tx, workspaceId, new Date(ctx.now() - KEPT_CALLS_DAYS * DAY_MS));
    await appendAudit(tx, ctx, {
      action: 'page_events.changed',
      objectId: workspaceId,
      before: before.rules,
      after: rules,
    });
    return getPageEventSetup({ ...ctx, db: tx });
  });
}
