import { appendAudit } from '../../audit/append-audit.ts';
import { eachByItself } from '../../background.ts';
import { type Actor, type Context, type Deps, inBackground } from '../../context.ts';
import { weightsOf } from '../../domain/experiment.ts';
import { judgeRamp, type RampEvidence, type RampVerdict } from '../../domain/judge-ramp.ts';
import { RECENT_MS, releaseStatus } from '../../domain/release-status.ts';
import { type ExperimentRows, lockExperiment, readExperiment } from '../../experiment/experiments.store.ts';
import { readPageHealth } from '../../experiment/page-health.store.ts';
import { type RampRow, readRampUnderWay, updateRamp } from '../../experiment/ramps.store.ts';
import type { Tx } from '../../io/database.ts';
import { countRecentClicks } from '../../outcomes/recent-clicks.store.ts';
import { findRampsUnderWay, readHeldNumbers, readOutcomes } from './ramps.store.ts';
import { refuseReturn, stopRamp, takeStep } from './take-step.ts';

/**
 * Takes the steps that are due, and stops the ramps whose guard says so (C9). Everything stands in the database: any
 * process may take a step, the experiment's lock lets one of them, and a restart forgets nothing.
 *
 * @throws AggregateError when single ramps failed; the others were kept all the same
 */
export async function keepRamps(deps: Deps): Promise<void> {
  const ramps = await findRampsUnderWay(deps.db);
  await eachByItself(ramps, (ramp) => keepRamp(deps, ramp), 'ramps that could not be kept');
}

async function keepRamp(deps: Deps, { workspaceId, experimentId, ...known }: RampRow): Promise<void> {
  const rows = await readExperiment(deps.db, workspaceId, experimentId);
  if (!rows) return;
  const evidence = await readEvidence(deps, rows, { workspaceId, experimentId, ...known });
  const judge = (ramp: RampRow, now: ExperimentRows): RampVerdict =>
    judgeRamp(timesOf(ramp), partsOf(now), evidence, deps.now());
  if (judge({ workspaceId, experimentId, ...known }, rows).kind === 'wait') return;

  const keep = async (tx: Tx, ctx: Context) => {
    const locked = await lockExperiment(tx, workspaceId, experimentId);
    const ramp = await readRampUnderWay(tx, experimentId);
    // Again, now that nobody else can: another process may have been quicker.
    if (!locked || ramp?.id !== known.id || ramp.stepsTaken !== known.stepsTaken) return;
    await carryOut(tx, ctx, locked, ramp, judge(ramp, locked));
  };
  await inBackground(deps, workspaceId, (ctx) => ctx.db.transaction((tx) => keep(tx, ctx)), ownerOf(known));
}

async function carryOut(
  tx: Tx,
  ctx: Context,
  rows: ExperimentRows,
  ramp: RampRow,
  verdict: RampVerdict,
): Promise<void> {
  switch (verdict.kind) {
    case 'wait':
      return;
    case 'step':
      return step(tx, ctx, rows, ramp);
    case 'superseded':
      return supersede(tx, ctx, rows, ramp);
    case 'stop': {
      const isOver = verdict.stop === 'experiment_ended';
      const isReturning = !isOver && ramp.onBreach === 'return' && refuseReturn(rows, ramp) === null;
      const split = isReturning ? 'return' : 'stay';
      await stopRamp(tx, ctx, rows, ramp, { ...verdict, split, hold: !isOver && split === 'stay' });
      return;
    }
    default:
      return verdict satisfies never;
  }
}

async function step(tx: Tx, ctx: Context, rows: ExperimentRows, ramp: RampRow): Promise<void> {
  const changed = await takeStep(tx, ctx, rows, ramp);
  await appendAudit(tx, ctx, {
    action: 'experiment.ramp_stepped',
    objectId: rows.experiment.id,
    objectName: rows.experiment.name,
    before: { weights: weightsOf(rows.agents) },
    after: { rampId: ramp.id, step: ramp.stepsTaken + 1, steps: ramp.stepsTotal, weights: weightsOf(changed.agents) },
  });
}

async function supersede(tx: Tx, ctx: Context, { experiment }: ExperimentRows, ramp: RampRow): Promise<void> {
  await updateRamp(tx, ramp.id, { state: 'superseded', nextStepAt: null, endedAt: new Date(ctx.now()) });
  ctx.publishChange({ topic: 'experiment', experimentIds: [experiment.id], count: 1 });
}

async function readEvidence(
  { config, db, now }: Deps,
  { experiment, agents }: ExperimentRows,
  ramp: RampRow,
): Promise<RampEvidence> {
  const { id, workspaceId, currency } = experiment;
  const held = await readHeldNumbers(db, id, config.edgeUrls);
  const recent = await countRecentClicks(db, id, new Date(now() - RECENT_MS));
  const isHeld = held.every((number) => number >= ramp.releaseNumber);
  const status = releaseStatus({ number: ramp.releaseNumber, isConfirmed: isHeld }, recent);
  const pages = await readPageHealth(
    db,
    workspaceId,
    agents.map(({ landingUrl }) => landingUrl),
    now(),
  );
  const failing = agents.filter(({ landingUrl }) => {
    const page = pages.get(landingUrl);
    return page?.state === 'failing' && !page.isCutOff;
  });
  return {
    outcomes: await readOutcomes(db, ramp),
    // Without clicks nobody can tell, and nobody is harmed.
    isApplied: status === 'applied' || (isHeld && recent.length === 0),
    failingAgentIds: new Set(failing.map((agent) => agent.id)),
    currency,
  };
}

const timesOf = ({ startWeights, targetWeights, currentWeights, steppedAt, nextStepAt }: RampRow) => ({
  startWeights,
  targetWeights,
  currentWeights,
  steppedAt: steppedAt.getTime(),
  nextStepAt: nextStepAt?.getTime() ?? null,
});

const partsOf = ({ experiment, agents }: ExperimentRows) => ({
  state: experiment.state,
  weights: weightsOf(agents),
  agents,
});

/** The steps of a ramp are the doing of whoever started it. */
const ownerOf = ({ actorKind, actorName }: Pick<RampRow, 'actorKind' | 'actorName'>): Actor => ({
  kind: actorKind,
  id: null,
  name: actorName,
  email: null,
  role: null,
  permissions: [],
});
