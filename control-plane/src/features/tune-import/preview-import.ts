import type { PlanTuneImport, TunePlan } from '@alyson/schema';
import type { Context } from '../../context.ts';
import { showPlan } from '../../domain/tune/plan-import.ts';
import { makePlan } from './make-plan.ts';

/**
 * What an import would make. Nothing is changed.
 *
 * @throws ProblemError `not_found`, `validation_failed`, `transition_refused` while it is being read
 */
export async function previewImport(ctx: Context, importId: string, request: PlanTuneImport): Promise<TunePlan> {
  return ctx.db.transaction(async (tx) => showPlan(await makePlan(tx, ctx, importId, request), 0));
}
