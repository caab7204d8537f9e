import { DAY_MS, Histories, HOUR_MS, ProblemError } from '@alyson/schema';
import type { Context } from '../../context.ts';
import { readExperiment } from '../../experiment/experiments.store.ts';
import { readNewestRelease } from '../../experiment/releases.store.ts';
import type { Tx } from '../../io/database.ts';
import { markKnown } from '../../outcomes/known.store.ts';
import { type ClickRange, countClicks, findLastEventAt, sumOutcomes } from '../../outcomes/outcomes.store.ts';
import { toAgentHistories } from './agent-histories.ts';
import { resolveKnown } from './known.store.ts';
import { findPayments } from './payments.store.ts';
import { lockRun, type RunRow, updateRun } from './runs.store.ts';

/** How far back a grading looks. What is older says little about today, and would make every run slower than the last. */
const LOOK_BACK_MS = 180 * DAY_MS;

/**
 * What a run grades. Read once, in one consistent look, and kept with the run: whoever asks again, be it another worker or
 * somebody who wants to compute the run again, gets the same (W7).
 *
 * @throws ProblemError `not_found` also for a run that nobody has claimed yet
 */
export async function getHistories(ctx: Context, runId: string): Promise<Histories> {
  return ctx.db.transaction(
    async (tx) => {
      const run = await lockRun(tx, runId);
      if (!run?.startedAt) throw new ProblemError('not_found');
      if (run.histories) return run.histories;
      const histories = await readHistories(tx, run, run.startedAt);
      const { upTo: knownUpTo, snapshot: knownSnapshot } = await markKnown(tx, run.experimentId);
      await updateRun(tx, run.id, { histories, knownUpTo, knownSnapshot, knownWithout: null });
      await resolveKnown(tx, run.experimentId);
      return histories;
    },
    { isolationLevel: 'repeatable read' },
  );
}

/** The clicks that a run looks at. */
export const rangeOfRun = (experimentId: string, asOf: Date): ClickRange => ({
  experimentId,
  from: new Date(Math.floor((asOf.getTime() - LOOK_BACK_MS) / HOUR_MS) * HOUR_MS),
  to: asOf,
});

async function readHistories(tx: Tx, { workspaceId, experimentId }: RunRow, asOf: Date): Promise<Histories> {
  const rows = await readExperiment(tx, workspaceId, experimentId);
  const release = await readNewestRelease(tx, experimentId);
  if (!rows || !release) throw new ProblemError('not_found');
  const { experiment, agents } = rows;
  const range = rangeOfRun(experimentId, asOf);
  const counted = {
    clicks: await countClicks(tx, range, { unit: 'hour' }),
    outcomes: await sumOutcomes(tx, range, { unit: 'hour' }),
    payments: await findPayments(tx, range),
  };
  const { objective, mode, state, heldSince, currency, optimization, version } = experiment;
  return Histories.parse({
    experimentId,
    asOf: asOf.getTime(),
    objective,
    mode,
    isRunning: state === 'running',
    isHeld: heldSince !== null,
    currency,
    optimization,
    experimentVersion: version,
    releaseNumber: release.number,
    lastBuyerEventAtMs: (await findLastEventAt(tx, experimentId))?.getTime() ?? null,
    agents: toAgentHistories(agents, counted),
  });
}
