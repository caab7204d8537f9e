import { ChangeExperiment, type Experiment, type LocalMinute, type Optimization } from '@alyson/schema';
import type * as z from 'zod';
import { faultSentence, issueMessage } from '../../../lib/issue-message.ts';

/** What stands in the settings form: null where a number cannot be read, '' where nothing is set. */
export interface SettingsValues {
  name: string;
  mode: Experiment['mode'];
  objective: Experiment['objective'];
  attributionWindowDays: number | null;
  fallbackUrl: string;
  optimization: Record<keyof Optimization, number | null>;
  /** `time` is '' where there is no such date. */
  startsAt: LocalMinute;
  endsAt: LocalMinute;
  /** `expression` is '' where grading is started by hand only. */
  gradingSchedule: { expression: string; timezone: string };
}

/** @param timezone of a schedule that is yet to be set */
export const valuesOf = (experiment: Experiment, timezone: string): SettingsValues => ({
  name: experiment.name,
  mode: experiment.mode,
  objective: experiment.objective,
  attributionWindowDays: experiment.attributionWindowDays,
  fallbackUrl: experiment.fallbackUrl ?? '',
  optimization: { ...experiment.optimization },
  startsAt: experiment.startsAt ?? { time: '', timezone },
  endsAt: experiment.endsAt ?? { time: '', timezone },
  gradingSchedule: experiment.gradingSchedule ?? { expression: '', timezone },
});

type Change = { [Field in keyof SettingsValues]?: unknown };

/** What the API is to change: only the fields that differ from where the form began. */
export function changeOf(start: SettingsValues, now: SettingsValues): Change {
  const [before, after] = [toInput(start), toInput(now)];
  const fields = Object.keys(after) as (keyof SettingsValues)[];
  return Object.fromEntries(
    fields
      .filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]))
      .map((field) => [field, after[field]]),
  );
}

const toInput = (values: SettingsValues) => ({
  ...values,
  fallbackUrl: values.fallbackUrl.trim() === '' ? null : values.fallbackUrl.trim(),
  startsAt: values.startsAt.time === '' ? null : values.startsAt,
  endsAt: values.endsAt.time === '' ? null : values.endsAt,
  gradingSchedule: values.gradingSchedule.expression.trim() === '' ? null : values.gradingSchedule,
});

/** What is wrong, by the form's paths, e.g. `optimization.floorBasisPoints`. */
export type Faults = ReadonlyMap<string, string>;

/** Reads a change by the API's own schema. */
export function readChange(change: Change): { input: z.input<typeof ChangeExperiment> } | { faults: Faults } {
  const parsed = ChangeExperiment.safeParse(change, { error: issueMessage });
  if (parsed.success) return { input: parsed.data };
  return {
    faults: faultsBy(parsed.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }))),
  };
}

export const faultsBy = (found: readonly { path: string; message: string }[]): Faults =>
  new Map(found.map(({ path, message }) => [path, faultSentence(LABELS[path], message)]));

const LABELS: Record<string, string> = {
  name: 'Name',
  fallbackUrl: 'Fallback page',
  attributionWindowDays: 'Attribution window',
  'optimization.floorBasisPoints': 'Exploration minimum',
  'optimization.stepBasisPoints': 'Largest change',
  'optimization.burnInClicks': 'Clicks before the first grade',
  'optimization.staleAfterMinutes': 'Time without reports',
  startsAt: 'Start',
  'startsAt.time': 'Start',
  'startsAt.timezone': 'Time zone',
  'endsAt.time': 'End',
  'endsAt.timezone': 'Time zone',
  'gradingSchedule.expression': 'Schedule',
  'gradingSchedule.timezone': 'Time zone',
};
