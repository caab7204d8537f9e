import { ChangeExperiment, type Experiment, type Rule } from '@alyson/schema';
import type * as z from 'zod';
import { faultSentence, issueMessage } from '../../../lib/issue-message.ts';

/** What stands in the form of routing: null where a number cannot be read. */
export interface RoutingValues {
  rules: Rule[];
  timezone: string;
  stickyDays: number | null;
  redirectStatus: Experiment['redirectStatus'];
  takesOutFailingPages: boolean;
  hasCap: boolean;
  dailyCap: number | null;
}

export const routingValuesOf = (experiment: Experiment): RoutingValues => ({
  rules: experiment.rules,
  timezone: experiment.timezone,
  stickyDays: experiment.stickyDays,
  redirectStatus: experiment.redirectStatus,
  takesOutFailingPages: experiment.takesOutFailingPages,
  hasCap: experiment.dailyCap !== null,
  dailyCap: experiment.dailyCap,
});

type Change = z.input<typeof ChangeExperiment>;

const toInput = ({ hasCap, dailyCap, stickyDays, ...rest }: RoutingValues) => ({
  ...rest,
  stickyDays: stickyDays ?? Number.NaN,
  dailyCap: hasCap ? (dailyCap ?? Number.NaN) : null,
});

/** What the API is to change: only what differs from where the form began. */
export function routingChangeOf(start: RoutingValues, now: RoutingValues): Change {
  const [before, after] = [new Map(Object.entries(toInput(start))), toInput(now)];
  // NaN is written as null, and would look like "no cap".
  const write = (value: unknown) => JSON.stringify(value, (_, each) => (Number.isNaN(each) ? 'NaN' : each));
  return Object.fromEntries(
    Object.entries(after).filter(([field, value]) => write(before.get(field)) !== write(value)),
  );
}

/** What is wrong, by the form's paths, e.g. `stickyDays`, or `rules.0` for all of one rule. */
export type RoutingFaults = ReadonlyMap<string, string>;

/** Reads a change by the API's own schema. */
export function readRoutingChange(change: Change): { input: Change } | { faults: RoutingFaults } {
  const parsed = ChangeExperiment.safeParse(change, { error: issueMessage });
  if (parsed.success) return { input: parsed.data };
  return {
    faults: routingFaultsBy(parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }))),
  };
}

/** What is wrong inside a rule stands at the rule: its own form has been closed. */
export const routingFaultsBy = (found: readonly { path: string; message: string }[]): RoutingFaults =>
  new Map(
    found.map(({ path, message }) => {
      const [, rule] = /^(rules\.\d+)/.exec(path) ?? [];
      return [rule ?? path, faultSentence(labelOf(path), message)];
    }),
  );

const LABELS: Readonly<Record<string, string>> = {
  rules: 'The list of rules',
  timezone: 'Time zone',
  stickyDays: 'The number of days',
  dailyCap: 'Daily cap',
};

function labelOf(path: string): string | undefined {
  if (/^rules\.\d+\.outcome\.url/.test(path)) return 'Its page';
  if (/^rules\.\d+\.outcome/.test(path)) return 'Its outcome';
  if (/^rules\.\d+\.conditions/.test(path)) return 'One of its conditions';
  return LABELS[path];
}
