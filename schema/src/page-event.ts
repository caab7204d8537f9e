import * as z from 'zod';
import { Timestamp } from './time.ts';

/** What a landing page reports of a visit, in the order in which a visit goes. */
export const PageStep = z.enum(['viewed', 'quiz_started', 'quiz_submitted']);
export type PageStep = z.infer<typeof PageStep>;

export const PAGE_STEPS = PageStep.options;

/** The kinds of Segment's messages that can mean a step; others describe a person or a group. */
export const SegmentType = z.enum(['page', 'screen', 'track']);
export type SegmentType = z.infer<typeof SegmentType>;

/** Names are cut to this many characters. */
export const LONGEST_EVENT_NAME = 200;

/** Segment's messages of one type and name; null: of any name. */
export const SegmentEvent = z.object({
  type: SegmentType,
  name: z.string().min(1, 'is missing').max(LONGEST_EVENT_NAME).nullable(),
});
export type SegmentEvent = z.infer<typeof SegmentEvent>;

const MOST_EVENTS_OF_STEP = 50;

const eventsOfStep = z.array(SegmentEvent).max(MOST_EVENTS_OF_STEP);

/** Which of Segment's messages mean which step. A message means one at most: a name goes before any name. */
export const StepRules = z
  .object({ viewed: eventsOfStep, quiz_started: eventsOfStep, quiz_submitted: eventsOfStep })
  .superRefine((rules, context) => {
    const seen = new Set<string>();
    for (const step of PAGE_STEPS)
      for (const [index, { type, name }] of rules[step].entries()) {
        const key = JSON.stringify([type, name]);
        if (seen.has(key))
          context.addIssue({ code: 'custom', path: [step, index], message: 'stands in the list a second time' });
        seen.add(key);
      }
  });
export type StepRules = z.infer<typeof StepRules>;

/** What holds until a workspace says otherwise. */
export const DEFAULT_STEP_RULES: StepRules = {
  viewed: [{ type: 'page', name: null }],
  quiz_started: [{ type: 'track', name: 'Quiz Started' }],
  quiz_submitted: [{ type: 'track', name: 'Quiz Submitted' }],
};

/** A kind of message that has come, so that a person picks instead of typing. */
export const SeenEvent = z.object({
  type: SegmentType,
  /** Empty where the message has none. */
  name: z.string(),
  lastSeenAt: Timestamp,
  /** How often it came; a repeat of a message counts again. */
  times: z.int(),
  /** How many of them carried no `utm_content`, and can belong to no click. */
  withoutKey: z.int(),
  /** What it means by the rules in force. */
  step: PageStep.nullable(),
});
export type SeenEvent = z.infer<typeof SeenEvent>;

/** What page events mean in a workspace. */
export const PageEventSetup = z.object({
  rules: StepRules,
  /** Newest first; what has not come for 30 days is left out. */
  seen: z.array(SeenEvent),
  /** Counts its changes; send it as `If-Match`. */
  version: z.int(),
});
export type PageEventSetup = z.infer<typeof PageEventSetup>;
