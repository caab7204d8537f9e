import { PAGE_STEPS, type PageStep, type StepRules } from '@alyson/schema';
import type { SegmentMessage } from './to-message.ts';

/** What a message means: by its name, else by what messages of any name mean. */
export function stepOf(rules: StepRules, { type, name }: Pick<SegmentMessage, 'type' | 'name'>): PageStep | null {
  const meant = (wanted: string | null) =>
    PAGE_STEPS.find((step) => rules[step].some((event) => event.type === type && event.name === wanted));
  return meant(name) ?? meant(null) ?? null;
}
