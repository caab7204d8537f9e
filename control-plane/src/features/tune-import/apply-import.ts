import { CreateExperiment, type Experiment, type PlanTuneImport, ProblemError, type TunePlan } from '@alyson/schema';
import type * as z from 'zod';
import { appendAudit } from '../../audit/append-audit.ts';
import type { Context } from '../../context.ts';
import { type PlannedItem, showPlan } from '../../domain/tune/plan-import.ts';
import { newLinkOf } from '../../domain/tune/plan-source-links.ts';
import type { Tx } from '../../io/database.ts';
import { makePlan } from './make-plan.ts';
import { insertSource, lockImporting, updateFacts } from './sources.store.ts';

/** How a draft is created: the same way as by a person, with all its checks, its audit entry and its notes. */
export type CreateDraft = (
  ctx: Context,
  input: CreateExperiment,
) => Promise<Pick<z.input<typeof Experiment>, 'id' | 'agents' | 'links'>>;

/**
 * Makes the drafts of a plan, all of them or none. What was made before is left alone, so that a second run is none; where
 * a person has taken note of a difference, it is none any more.
 *
 * @throws ProblemError `not_found`, `validation_failed`, `address_taken`, `transition_refused`
 */
export function applyImport(
  ctx: Context,
  importId: string,
  request: PlanTuneImport,
  createDraft: CreateDraft,
): Promise<TunePlan> {
  return ctx.db.transaction(async (tx) => {
    await lockImporting(tx, ctx.workspaceId);
    const plan = await makePlan(tx, ctx, importId, request);
    const wanted = plan.filter(({ outcome }) => outcome === 'create');
    const known = plan.filter(({ outcome, isAcknowledged }) => outcome === 'changed' && isAcknowledged);
    for (const item of wanted) await makeDraft(tx, ctx, item, request, createDraft);
    for (const { source, facts } of known) await updateFacts(tx, { workspaceId: ctx.workspaceId, ...source }, facts);
    if (wanted.length > 0 || known.length > 0)
      await appendAudit(tx, ctx, {
        action: 'tune_import.applied',
        objectId: importId,
        after: {
          created: wanted.map(({ name }) => name),
          acknowledged: known.map(({ source, differences }) => ({ ...source, differences })),
        },
      });
    return showPlan(await makePlan(tx, ctx, importId, request), wanted.length);
  });
}

async function makeDraft(
  tx: Tx,
  ctx: Context,
  item: PlannedItem,
  { stance }: PlanTuneImport,
  createDraft: CreateDraft,
): Promise<void> {
  const { source, facts, agents } = item;
  const { workspaceId, actor } = ctx;
  const made = await createDraft({ ...ctx, db: tx }, draftOf(item)).catch(nameItem(item));
  const importedAt = new Date(ctx.now());
  await insertSource(
    tx,
    {
      workspaceId,
      kind: source.kind,
      tuneId: source.id,
      experimentId: made.id,
      name: source.name,
      facts,
      // The draft's agents stand in the plan's order.
      places: agents.map(({ page, creativeIds }, index) => ({
        page,
        creativeIds,
        agentId: made.agents[index]?.id ?? '',
      })),
      stance,
      importedAt,
    },
    made.links.map(({ id }) => ({
      linkId: id,
      workspaceId,
      sourceKind: source.kind,
      sourceId: source.id,
      mode: stance.mode,
      state: 'shadow' as const,
      changedAt: importedAt,
      changedBy: actor.name,
    })),
  );
}

/** More agents than this could not each keep the usual exploration minimum. */
const USUAL_FLOOR_BASIS_POINTS = 500;

function draftOf({ name, mode, agents, links, beforeTune, fallbackUrl }: PlannedItem): CreateExperiment {
  const floorBasisPoints = Math.min(USUAL_FLOOR_BASIS_POINTS, Math.floor(10_000 / agents.length));
  return CreateExperiment.parse({
    name,
    mode,
    objective: 'rpc',
    fallbackUrl,
    optimization: { floorBasisPoints },
    agents: agents.map(({ name: agentName, landingUrl, weightBasisPoints, tuneUrlId }) => ({
      name: agentName,
      landingUrl,
      weightBasisPoints,
      tuneUrlId,
    })),
    links: links.map((link) => newLinkOf(link, beforeTune)),
  });
}

/** All drafts are made at once: a refusal has to say which one it is about. */
const nameItem =
  ({ name }: PlannedItem) =>
  (error: unknown): never => {
    if (!(error instanceof ProblemError)) throw error;
    const of = (detail: string) => `“${name}”: ${detail}`;
    throw new ProblemError(
      error.code,
      of(error.message),
      error.errors.map(({ pointer, detail }) => ({ pointer, detail: of(detail) })),
    );
  };
