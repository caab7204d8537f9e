import type { Instant } from '@alyson/schema';
import { appendAudit } from '../../audit/append-audit.ts';
import { eachByItself } from '../../background.ts';
import { type Deps, inBackground } from '../../context.ts';
import { type CapVerdict, judgeCaps } from '../../domain/judge-caps.ts';
import { findTimezone, startOfDay } from '../../domain/local-time.ts';
import { lockExperiment } from '../../experiment/experiments.store.ts';
import { publishRelease } from '../../experiment/publish-release.ts';
import type { Database } from '../../io/database.ts';
import { type CappedRows, countClicksSince, findCapped, setCapped } from './caps.store.ts';

/**
 * Holds the day's stored clicks against every cap, and publishes a release where one is reached, or holds no longer
 * because the day turned or the cap was changed (R10).
 *
 * A cap is overshot by what comes between the click that reaches it and the edges' hearing of it: the click's way here,
 * one look, and one publication.
 *
 * @throws AggregateError when single experiments failed; the others were kept all the same
 */
export async function keepCaps(deps: Deps): Promise<void> {
  const capped = await findCapped(deps.db);
  await eachByItself(capped, (experiment) => keepCap(deps, experiment), 'caps that could not be kept');
}

async function keepCap(deps: Deps, { id, workspaceId, ...known }: CappedRows): Promise<void> {
  if (!(await judge(deps.db, deps.now(), { id, ...known }))) return;
  await inBackground(deps, workspaceId, (ctx) =>
    ctx.db.transaction(async (tx) => {
      const rows = await lockExperiment(tx, workspaceId, id);
      if (rows?.experiment.state !== 'running') return;
      // Again, now that nobody else can: another process may have been quicker.
      const verdict = await judge(tx, deps.now(), { ...rows.experiment, agents: rows.agents });
      if (!verdict) return;
      await setCapped(tx, id, verdict);
      const agents = rows.agents.map((agent) => ({ ...agent, isCapped: verdict.cappedAgentIds.has(agent.id) }));
      const changed = { ...rows, experiment: { ...rows.experiment, isCapped: verdict.isCapped }, agents };
      const { cause, reason } = verdict;
      const releaseNumber = await publishRelease(tx, ctx, changed, { cause, reason });
      const { isCapped, cappedAgentIds } = verdict;
      await appendAudit(tx, ctx, {
        action: `experiment.${cause}`,
        objectId: id,
        objectName: rows.experiment.name,
        reason,
        after: { isCapped, cappedAgentIds: [...cappedAgentIds], releaseNumber },
      });
    }),
  );
}

type Judged = Pick<CappedRows, 'id' | 'timezone' | 'dailyCap' | 'isCapped' | 'agents'>;

async function judge(db: Database, now: Instant, experiment: Judged): Promise<CapVerdict | null> {
  const timezone = findTimezone(experiment.timezone);
  if (!timezone) throw new Error(`${experiment.timezone} is no timezone any more`);
  return judgeCaps(experiment, await countClicksSince(db, experiment.id, startOfDay(timezone, now)));
}
