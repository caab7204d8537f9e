import type { CreateExperiment, FieldProblem } from '@alyson/schema';
import { readPageRules } from '../../addresses/page-rules.ts';
import { planLinks } from '../../addresses/plan-links.ts';
import { appendAudit } from '../../audit/append-audit.ts';
import type { Context } from '../../context.ts';
import { checkUrlIds, refuseTunePages } from '../../domain/check-links.ts';
import { checkDates } from '../../domain/experiment-dates.ts';
import { renameRuleAgents } from '../../domain/rename-rule-agents.ts';
import { type LinkRow, lockExperiment } from '../../experiment/experiments.store.ts';
import { type ShownExperiment, showExperiment } from '../../experiment/show-experiment.ts';
import { invalidFields } from '../../http/validate.ts';
import { setSchedules } from '../../scheduling/keep-schedules.ts';
import {
  checkAgents,
  checkFallbackUrl,
  checkLinks,
  checkRulesOf,
  checkSchedule,
  checkTimezone,
} from './check-settings.ts';
import { insertExperiment, type NewExperimentRows, readWorkspaceCurrency } from './experiments.store.ts';

/** Where a draft's content comes from, when it is not typed anew. */
export interface Origin {
  /** The ids by which its rules name its agents, in the agents' order. */
  agentIds: readonly string[];
  /** For the audit log, e.g. the template. */
  from: Record<string, string>;
}

/**
 * Creates a draft; it carries no traffic until started.
 *
 * @param origin  agents have no ids before they are created: without one the rules can lead to pages and the fallback only
 * @throws ProblemError `validation_failed`, `address_taken`
 */
export async function createExperiment(
  ctx: Context,
  input: CreateExperiment,
  origin: Origin = { agentIds: [], from: {} },
): Promise<ShownExperiment> {
  const faults = await checkInput(ctx, input, origin);
  if (faults.length > 0) throw invalidFields(faults);
  return ctx.db.transaction(async (tx) => {
    const experimentId = ctx.newId('experiment');
    const links = await planLinks(tx, ctx, experimentId, input.links, (index) => `#/links/${index}`);
    const currency = await readWorkspaceCurrency(tx, ctx.workspaceId);
    const rows = planExperiment(ctx, input, { experimentId, links, currency, origin });
    const { id, name } = rows.experiment;
    await insertExperiment(tx, rows);
    await setSchedules(tx, ctx, rows.experiment, input);
    await appendAudit(tx, ctx, {
      action: 'experiment.created',
      objectId: id,
      objectName: name,
      after: { ...input, ...origin.from },
    });
    ctx.publishChange({ topic: 'experiment', experimentIds: [id], count: 1 });
    const stored = await lockExperiment(tx, ctx.workspaceId, id);
    if (!stored) throw new Error(`experiment ${id} was not stored`);
    return showExperiment(ctx, tx, stored);
  });
}

async function checkInput(ctx: Context, input: CreateExperiment, { agentIds }: Origin): Promise<FieldProblem[]> {
  const rules = await readPageRules(ctx.db, ctx);
  const agents = input.agents.map(({ tuneUrlId }, index) => ({ number: index + 1, tuneUrlId }));
  const tunePages = refuseTunePages(agents, input.links);
  return [
    ...checkAgents(input.agents, rules),
    ...checkUrlIds(agents),
    ...(tunePages ? [{ pointer: '#/agents', detail: tunePages }] : []),
    ...checkLinks(input.links),
    ...checkFallbackUrl(input.fallbackUrl, rules),
    ...checkRulesOf(
      agentIds.map((id) => ({ id })),
      input.rules,
      rules,
    ),
    ...checkTimezone(input.timezone),
    ...checkDates(input, ['startsAt', 'endsAt'], { state: 'draft', now: ctx.now() }),
    ...checkSchedule(input.gradingSchedule, ctx.now()),
  ];
}

interface Plan {
  experimentId: string;
  links: LinkRow[];
  currency: string;
  origin: Origin;
}

function planExperiment(ctx: Context, input: CreateExperiment, plan: Plan): NewExperimentRows {
  const { experimentId, links, currency, origin } = plan;
  const { workspaceId } = ctx;
  const now = new Date(ctx.now());
  const agentIds = input.agents.map(() => ctx.newId('agent'));
  const idOf = new Map(origin.agentIds.flatMap((known, i) => (agentIds[i] ? [[known, agentIds[i]]] : [])));
  const { agents, links: _planned, startsAt: _s, endsAt: _e, gradingSchedule: _later, ...settings } = input;
  return {
    experiment: {
      ...settings,
      rules: renameRuleAgents(settings.rules, idOf),
      id: experimentId,
      workspaceId,
      currency,
      state: 'draft',
      salt: newSalt(ctx),
      createdAt: now,
      updatedAt: now,
    },
    agents: agents.map((agent, i) => ({ ...agent, id: agentIds[i] ?? '', experimentId, number: i + 1 })),
    links,
  };
}

/** Ties a unit to one agent within this experiment, and experiments to nothing in common. */
const newSalt = ({ randomBytes }: Context): number => Buffer.from(randomBytes(4)).readUInt32BE();
