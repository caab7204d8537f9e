import { type ChangeExperiment, type FieldProblem, floorTooHigh, TOTAL_BASIS_POINTS } from '@alyson/schema';
import { authorize, type Context } from '../../context.ts';
import { isPublished, refuseStep } from '../../domain/experiment.ts';
import { invalidFields } from '../../http/validate.ts';
import { appendAudit } from '../../ledger/append-audit.ts';
import { type ExperimentRows, updateExperiment } from '../../ledger/experiments.store.ts';
import { publishRelease } from '../../ledger/publish-release.ts';
import { refuseFor, requireVersion } from '../../ledger/refusals.ts';
import { type ShownExperiment, showExperiment } from '../../ledger/show-experiment.ts';
import { withExperiment } from '../../ledger/with-experiment.ts';
import { checkFallbackUrl, checkSchedule } from './check-settings.ts';
import { setSchedule } from './keep-schedule.ts';

export interface ChangeOfPerson {
  experimentId: string;
  ifMatch: number;
  /** Only what is to change. */
  settings: ChangeExperiment;
}

/**
 * Changes settings. What the router obeys goes out as a new release; the rest is for the grading alone.
 *
 * @throws ProblemError `forbidden`, `not_found`, `stale_version`, `transition_refused`, `validation_failed`
 */
export function changeExperiment(
  ctx: Context,
  { experimentId, ifMatch, settings }: ChangeOfPerson,
): Promise<ShownExperiment> {
  authorize(ctx.actor, 'experiment:write');
  return withExperiment(ctx, experimentId, async (tx, rows) => {
    const { experiment: before } = rows;
    requireVersion(before, ifMatch);
    refuseFor(refuseStep('change', before.state));
    const { gradingSchedule, ...rest } = settings;
    refuseFor(before.state === 'completed' ? refuseAfterTheEnd(settings) : null);
    const faults = checkChange(ctx, rows, settings);
    if (faults.length > 0) throw invalidFields(faults);

    const experiment = await updateExperiment(tx, before.id, rest, new Date(ctx.now()));
    const schedule =
      gradingSchedule === undefined ? rows.schedule : await setSchedule(tx, ctx, experiment, gradingSchedule);
    const changed = { ...rows, experiment, schedule };
    const isRerouted = experiment.fallbackUrl !== before.fallbackUrl;
    if (isRerouted && isPublished(before.state)) await publishRelease(tx, ctx, changed, { cause: 'edited' });
    await appendAudit(tx, ctx, {
      action: 'experiment.changed',
      objectId: before.id,
      objectName: before.name,
      before: settingsBefore(rows, settings),
      after: settings,
    });
    ctx.publishChange({ topic: 'experiment', experimentIds: [before.id], count: 1 });
    return showExperiment(ctx, tx, changed);
  });
}

/** An experiment that has ended is graded no more; only its name and where its links lead can still change. */
function refuseAfterTheEnd(settings: ChangeExperiment): string | null {
  const others = Object.keys(settings).filter((name) => name !== 'name' && name !== 'fallbackUrl');
  return others.length > 0 ? 'The experiment is completed: only its name and its fallback can still change.' : null;
}

function checkChange(ctx: Context, { agents }: ExperimentRows, settings: ChangeExperiment): FieldProblem[] {
  const floor = settings.optimization?.floorBasisPoints ?? 0;
  const isTooHigh = floor * agents.length > TOTAL_BASIS_POINTS;
  return [
    ...(isTooHigh ? [{ pointer: '#/optimization/floorBasisPoints', detail: floorTooHigh(agents.length) }] : []),
    ...checkFallbackUrl(settings.fallbackUrl, ctx.config),
    ...checkSchedule(settings.gradingSchedule, ctx.now()),
  ];
}

/** The same fields, as they were. */
function settingsBefore({ experiment, schedule }: ExperimentRows, settings: ChangeExperiment): ChangeExperiment {
  const { name, mode, objective, attributionWindowDays, fallbackUrl, optimization } = experiment;
  const gradingSchedule = schedule && { expression: schedule.expression, timezone: schedule.timezone };
  const all = { name, mode, objective, attributionWindowDays, fallbackUrl, optimization, gradingSchedule };
  return Object.fromEntries(Object.entries(all).filter(([field]) => Object.hasOwn(settings, field)));
}
