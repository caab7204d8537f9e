import {
  type ChangeExperiment,
  type Experiment,
  type FieldProblem,
  floorTooHigh,
  Optimization,
  Schedule,
  TOTAL_BASIS_POINTS,
} from '@alyson/schema';
import { readPageRules } from '../../addresses/page-rules.ts';
import { appendAudit } from '../../audit/append-audit.ts';
import type { Context } from '../../context.ts';
import { isCurrent, isPublished, refuseStep } from '../../domain/experiment.ts';
import { checkDates, type ExperimentDates, minuteOf } from '../../domain/experiment-dates.ts';
import { pickChanges } from '../../domain/pick-changes.ts';
import { summarizeSettings } from '../../domain/summarize-edit.ts';
import { type ExperimentRows, updateExperiment } from '../../experiment/experiments.store.ts';
import { publishRelease } from '../../experiment/publish-release.ts';
import { type ShownExperiment, showExperiment } from '../../experiment/show-experiment.ts';
import { withExperiment } from '../../experiment/with-experiment.ts';
import { invalidFields } from '../../http/validate.ts';
import type { Tx } from '../../io/database.ts';
import { refuseFor, requireVersion } from '../../refusals.ts';
import { setSchedules } from '../../scheduling/keep-schedules.ts';
import type { ScheduleRows } from '../../scheduling/schedules.store.ts';
import { checkFallbackUrl, checkRulesOf, checkSchedule, checkTimezone } from './check-settings.ts';

export interface ChangeOfPerson {
  experimentId: string;
  ifMatch: number;
  /** Only what is to change. */
  settings: ChangeExperiment;
}

/**
 * Changes settings. What the router obeys goes out as a new release; the rest is for the grading alone.
 *
 * @throws ProblemError `not_found`, `stale_version`, `transition_refused`, `validation_failed`
 */
export function changeExperiment(
  ctx: Context,
  { experimentId, ifMatch, settings }: ChangeOfPerson,
): Promise<ShownExperiment> {
  return withExperiment(ctx, experimentId, async (tx, rows) => {
    const { experiment: before } = rows;
    requireVersion(before, ifMatch);
    refuseFor(refuseStep('change', before.state));
    const { reason, ...sent } = settings;
    const { was, becomes } = differencesOf(rows, completeSettings(rows, sent));
    if (Object.keys(becomes).length === 0) return showExperiment(ctx, tx, rows);
    if (before.state === 'completed') refuseFor(refuseAfterTheEnd(becomes));
    const faults = await checkChange(tx, ctx, rows, becomes);
    if (faults.length > 0) throw invalidFields(faults);

    const changed = await applyChange(tx, ctx, rows, becomes);
    const summary = summarizeSettings(was, becomes);
    if (summary && isPublished(before.state))
      await publishRelease(tx, ctx, changed, { cause: 'edited', reason, summary });
    await appendAudit(tx, ctx, {
      action: 'experiment.changed',
      objectId: before.id,
      objectName: before.name,
      reason,
      before: was,
      after: becomes,
    });
    ctx.publishChange({ topic: 'experiment', experimentIds: [before.id], count: 1 });
    return showExperiment(ctx, tx, changed);
  });
}

/** Settings that are to change, each of them whole. */
type Settings = Omit<ChangeExperiment, 'optimization' | 'gradingSchedule' | 'reason'> &
  Partial<Pick<Experiment, 'optimization' | 'gradingSchedule'>>;

/** Adds to a limit or a schedule that was sent the parts of it that were not, as they are. */
function completeSettings({ experiment, schedules }: ExperimentRows, sent: Omit<ChangeExperiment, 'reason'>): Settings {
  const { optimization, gradingSchedule, ...rest } = sent;
  const timezone = schedules.grading?.timezone;
  return {
    ...rest,
    ...(optimization && { optimization: Optimization.parse({ ...experiment.optimization, ...optimization }) }),
    ...(gradingSchedule !== undefined && {
      gradingSchedule: gradingSchedule && Schedule.parse({ timezone, ...gradingSchedule }),
    }),
  };
}

/** The settings that are not already so, as they were and as they become. */
function differencesOf({ experiment, schedules }: ExperimentRows, settings: Settings) {
  const { name, mode, objective, attributionWindowDays, fallbackUrl, optimization } = experiment;
  const { rules, timezone, stickyDays, redirectStatus, dailyCap, takesOutFailingPages } = experiment;
  const { grading } = schedules;
  const gradingSchedule = grading && { expression: grading.expression, timezone: grading.timezone };
  const routing = { fallbackUrl, rules, timezone, stickyDays, redirectStatus, dailyCap, takesOutFailingPages };
  const all = {
    name,
    mode,
    objective,
    attributionWindowDays,
    ...routing,
    optimization,
    ...datesOf(schedules),
    gradingSchedule,
  };
  return pickChanges<Settings>(all, settings);
}

async function applyChange(
  tx: Tx,
  ctx: Context,
  rows: ExperimentRows,
  { startsAt, endsAt, gradingSchedule, ...columns }: Settings,
): Promise<ExperimentRows> {
  const experiment = await updateExperiment(tx, rows.experiment.id, columns, new Date(ctx.now()));
  const set = await setSchedules(tx, ctx, experiment, { startsAt, endsAt, gradingSchedule });
  return { ...rows, experiment, schedules: { ...rows.schedules, ...set } };
}

/** An experiment that has ended is graded no more; only its name and where its links lead can still change. */
function refuseAfterTheEnd(settings: Settings): string | null {
  const others = Object.keys(settings).filter((name) => name !== 'name' && name !== 'fallbackUrl');
  return others.length > 0 ? 'The experiment is completed: only its name and its fallback can still change.' : null;
}

async function checkChange(tx: Tx, ctx: Context, rows: ExperimentRows, settings: Settings): Promise<FieldProblem[]> {
  const rules = await readPageRules(tx, ctx);
  const agents = rows.agents.filter(isCurrent);
  const floor = settings.optimization?.floorBasisPoints ?? 0;
  const isTooHigh = floor * agents.length > TOTAL_BASIS_POINTS;
  return [
    ...(isTooHigh ? [{ pointer: '#/optimization/floorBasisPoints', detail: floorTooHigh(agents.length) }] : []),
    ...checkFallbackUrl(settings.fallbackUrl, rules),
    ...checkRulesOf(agents, settings.rules, rules),
    ...checkTimezone(settings.timezone),
    ...checkNewDates(ctx, rows, settings),
    ...checkSchedule(settings.gradingSchedule, ctx.now()),
  ];
}

const datesOf = ({ start, end }: ScheduleRows): ExperimentDates => ({
  startsAt: minuteOf(start),
  endsAt: minuteOf(end),
});

function checkNewDates(ctx: Context, { experiment, schedules }: ExperimentRows, settings: Settings): FieldProblem[] {
  const { startsAt, endsAt } = settings;
  const changed = { ...(startsAt !== undefined && { startsAt }), ...(endsAt !== undefined && { endsAt }) };
  const fields = Object.keys(changed) as (keyof ExperimentDates)[];
  if (fields.length === 0) return [];
  const dates = { ...datesOf(schedules), ...changed };
  return checkDates(dates, fields, { state: experiment.state, now: ctx.now() });
}
