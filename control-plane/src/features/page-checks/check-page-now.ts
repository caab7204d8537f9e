import { type endpoints, ProblemError } from '@alyson/schema';
import type { Context } from '../../context.ts';
import { readExperiment } from '../../experiment/experiments.store.ts';
import { readPageHealth } from '../../experiment/page-health.store.ts';
import type { Answer } from '../../http/mount.ts';
import { askForCheck } from './page-checks.store.ts';

/**
 * Lets the checker look at an agent's page next. The answer is what is known so far: the check may take half a minute.
 *
 * @throws ProblemError `not_found`
 */
export async function checkPageNow(
  ctx: Context,
  { experimentId, agentId }: { experimentId: string; agentId: string },
): Promise<Answer<typeof endpoints.checkPage>> {
  const { workspaceId } = ctx;
  return ctx.db.transaction(async (tx) => {
    const rows = await readExperiment(tx, workspaceId, experimentId);
    const agent = rows?.agents.find(({ id }) => id === agentId);
    if (!agent) throw new ProblemError('not_found');
    await askForCheck(tx, workspaceId, agent.landingUrl, new Date(ctx.now()));
    ctx.publishChange({ topic: 'experiment', experimentIds: [experimentId], count: 1 });
    const health = (await readPageHealth(tx, workspaceId, [agent.landingUrl], ctx.now())).get(agent.landingUrl);
    if (!health) throw new Error('a page that was asked for is not there');
    return health;
  });
}
