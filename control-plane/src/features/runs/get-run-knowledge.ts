import { agentLetter, ProblemError, type RunKnowledge, toTimestamp } from '@alyson/schema';
import type * as z from 'zod';
import type { Context } from '../../context.ts';
import { readExperiment } from '../../experiment/experiments.store.ts';
import { type KnownMark, NOW } from '../../outcomes/known.store.ts';
import { type OutcomesOfBucket, sumOutcomes } from '../../outcomes/outcomes.store.ts';
import { rangeOfRun } from './load-histories.ts';
import { findRun, type RunRow } from './runs.store.ts';

const HOURS = { unit: 'hour' } as const;

/**
 * What a run knew, from the standings of that time, beside what is known now of the same clicks.
 *
 * @returns null for a run that has not looked yet, or looked before standings were kept
 * @throws ProblemError `not_found`
 */
export async function getRunKnowledge(
  { db, workspaceId }: Context,
  runId: string,
): Promise<{ knowledge: z.input<typeof RunKnowledge> | null }> {
  const run = await findRun(db, runId);
  const rows = run && (await readExperiment(db, workspaceId, run.experimentId));
  if (!run || !rows) throw new ProblemError('not_found');
  const mark = markOf(run);
  if (!mark || !run.histories) return { knowledge: null };
  const range = rangeOfRun(run.experimentId, new Date(run.histories.asOf));
  const then = await sumOutcomes(db, range, HOURS, { kind: 'marked', mark });
  const now = await sumOutcomes(db, range, HOURS, NOW);
  const knowledge = {
    runId,
    asOf: toTimestamp(range.to.getTime()),
    currency: rows.experiment.currency,
    agents: rows.agents.map(({ id, number, name }) => ({
      agentId: id,
      letter: agentLetter(number),
      name,
      knownThen: sumOf(then, id),
      knownNow: sumOf(now, id),
    })),
  };
  return { knowledge };
}

/** Null where it has not looked yet. */
export function markOf({ knownUpTo, knownSnapshot, knownWithout }: RunRow): KnownMark | null {
  if (knownUpTo === null || knownSnapshot === null) return null;
  return { upTo: knownUpTo, snapshot: knownSnapshot, without: knownWithout };
}

function sumOf(buckets: readonly OutcomesOfBucket[], ofAgentId: string) {
  const sum = { leads: 0, sales: 0, revenueMicros: 0 };
  for (const { agentId, leads, sales, revenueMicros } of buckets) {
    if (agentId !== ofAgentId) continue;
    sum.leads += leads;
    sum.sales += sales;
    sum.revenueMicros += revenueMicros;
  }
  return sum;
}
