import * as z from 'zod';
import type { FormValues } from './form-values.ts';

/** The steps in their order. */
export const STEPS = ['links', 'agents', 'split', 'optimize', 'schedule', 'review'] as const;
export type Step = (typeof STEPS)[number];

export const STEP_LABEL: Record<Step, string> = {
  links: 'Name and links',
  agents: 'Agents',
  split: 'Split',
  optimize: 'Optimize',
  schedule: 'Schedule',
  review: 'Review',
};

/** What the address of the form holds. */
export const createSearch = z.object({ step: z.enum(STEPS).optional().catch(undefined) });

const STEP_OF: Record<keyof FormValues, Step> = {
  name: 'links',
  fallbackUrl: 'links',
  links: 'links',
  agents: 'agents',
  mode: 'optimize',
  objective: 'optimize',
  attributionWindowDays: 'optimize',
  optimization: 'optimize',
  startsAt: 'schedule',
  endsAt: 'schedule',
  gradingSchedule: 'schedule',
};

/** Where a field of the form is, by its path (`agents.0.name`); null for what is in none. */
export function stepOf(path: string): Step | null {
  const [first = '', second, third] = path.split('.');
  if (!Object.hasOwn(STEP_OF, first)) return null;
  // An agent's weight, and what is wrong with all weights together, belong to the split.
  if (first === 'agents' && (second === undefined || second === 'root' || third === 'weightBasisPoints'))
    return 'split';
  return STEP_OF[first as keyof FormValues];
}
