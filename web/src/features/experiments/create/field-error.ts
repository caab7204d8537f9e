import { agentLetter } from '@alyson/schema';
import type { FieldErrors } from 'react-hook-form';
import { faultSentence } from '../../../lib/issue-message.ts';
import type { FormValues } from './form-values.ts';
import { STEPS, stepOf } from './steps.ts';

const LABEL: Record<string, string> = {
  name: 'Name',
  fallbackUrl: 'Fallback page',
  'links.value': 'Link',
  'links.host': 'Host',
  'agents.name': 'Name',
  'agents.landingUrl': 'Landing page',
  'agents.weightBasisPoints': 'Weight',
  attributionWindowDays: 'Attribution window',
  'optimization.floorBasisPoints': 'Exploration minimum',
  'optimization.stepBasisPoints': 'Largest change',
  'optimization.burnInClicks': 'Clicks before the first grade',
  'optimization.staleAfterMinutes': 'Time without reports',
  'startsAt.time': 'Start',
  'startsAt.timezone': 'Time zone of the start',
  'endsAt.time': 'End',
  'endsAt.timezone': 'Time zone of the end',
  'gradingSchedule.expression': 'Schedule',
  'gradingSchedule.timezone': 'Time zone',
};

/** A message as a sentence: "is missing" becomes "Landing page is missing." */
export const fieldSentence = (path: string, message: string): string =>
  faultSentence(LABEL[path.replace(/\.\d+(?=\.|$)/g, '')], message);

export interface FieldError {
  /** As the form knows it, e.g. `agents.0.name`. */
  path: string;
  /** A sentence. */
  text: string;
}

/** Every error of the form in its order, as sentences that stand alone: "B: Landing page is missing." */
export function listErrors(errors: FieldErrors<FormValues>): FieldError[] {
  const found = [...walk(errors, '')].map(({ path, message }) => {
    const sentence = fieldSentence(path.replace(/\.root$/, ''), message);
    const [, agent] = /^agents\.(\d+)\./.exec(path) ?? [];
    return { path, text: agent === undefined ? sentence : `${agentLetter(Number(agent) + 1)}: ${sentence}` };
  });
  return found.toSorted((a, b) => placeOf(a.path) - placeOf(b.path));
}

/** Errors come in the order of the steps. */
const placeOf = (path: string): number => STEPS.indexOf(stepOf(path) ?? 'review');

function* walk(node: unknown, path: string): Generator<{ path: string; message: string }> {
  if (typeof node !== 'object' || node === null) return;
  if ('message' in node && typeof node.message === 'string' && 'type' in node) {
    yield { path, message: node.message };
    return;
  }
  for (const [key, child] of Object.entries(node)) {
    if (key !== 'ref') yield* walk(child, path ? `${path}.${key}` : key);
  }
}
