import { agentLetter } from '@alyson/schema';
import { appendAudit } from '../../audit/append-audit.ts';
import { type Deps, inBackground } from '../../context.ts';
import { refuseAgents } from '../../domain/experiment.ts';
import { lockExperiment, updateAgent, updateExperiment } from '../../experiment/experiments.store.ts';
import { mayBeCutOff, type PageCheckRow } from '../../experiment/page-health.store.ts';
import { publishRelease } from '../../experiment/publish-release.ts';
import { type AgentOnPage, findAgentsToTurn } from './page-checks.store.ts';

/**
 * Takes agents of a failing page out of the split where their experiment says so, and puts back what was taken out so once
 * the page is well again (C8). By the state alone, so that what was interrupted is made up for at the next check.
 */
export async function turnAgentsOfPage(deps: Deps, page: PageCheckRow): Promise<void> {
  if (page.contradictions > 0 || page.state === 'unchecked') return;
  const to = page.state === 'failing' ? 'off' : 'on';
  const found = await findAgentsToTurn(deps.db, page, to);
  if (found.length === 0 || (to === 'off' && (await mayBeCutOff(deps.db, [page], deps.now())))) return;
  for (const agent of found) await turnAgent(deps, page, agent, to);
}

async function turnAgent(deps: Deps, page: PageCheckRow, found: AgentOnPage, to: 'off' | 'on'): Promise<void> {
  const { workspaceId } = page;
  const offCause = to === 'off' ? ('page_failing' as const) : null;
  const reason = to === 'off' ? `Its page fails. ${page.findings[0]?.detail ?? ''}`.trim() : 'Its page is well again.';
  await inBackground(deps, workspaceId, (ctx) =>
    ctx.db.transaction(async (tx) => {
      const rows = await lockExperiment(tx, workspaceId, found.experimentId);
      const before = rows?.agents.find(({ id }) => id === found.agentId);
      if (!rows || !before) return;
      // Again, now that nobody else can: a person may have been quicker.
      const isStill = before.landingUrl === page.url && before.state === (to === 'off' ? 'on' : 'off');
      if (!isStill || (to === 'on' && before.offCause !== 'page_failing')) return;
      const agents = rows.agents.map((agent) => (agent === before ? { ...agent, state: to, offCause } : agent));
      // The last one stays: some visitors seeing a broken page is no worse than all of them seeing the fallback.
      if (refuseAgents(agents)) return;
      await updateAgent(tx, before.id, { state: to, offCause });
      const experiment = await updateExperiment(tx, found.experimentId, {}, new Date(deps.now()));
      await publishRelease(tx, ctx, { ...rows, experiment, agents }, { cause: `agent_${to}`, reason });
      const letter = agentLetter(before.number);
      await appendAudit(tx, ctx, {
        action: `agent.turned_${to}`,
        objectId: experiment.id,
        objectName: experiment.name,
        reason,
        before: { agentId: before.id, letter, state: before.state, offCause: before.offCause },
        after: { agentId: before.id, letter, state: to, offCause },
      });
      ctx.publishChange({ topic: 'experiment', experimentIds: [experiment.id], count: 1 });
    }),
  );
}
