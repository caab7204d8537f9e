import { FireMessage, type Instant } from '@alyson/schema';
import type { BackgroundTask } from '../background.ts';
import type { ScheduleKey } from './scheduler.ts';

/** A schedule is due. It may be told more than once per scheduled time, and late (C11). */
export interface Fire extends ScheduleKey {
  /** The scheduler's own name of it. */
  scheduleArn: string;
  scheduledTime: Instant;
}

/** Where fires come from. One whose handler threw is told again. */
export interface FireSource {
  start(handle: (fire: Fire) => Promise<unknown>): BackgroundTask;
}

export const toFire = ({ scheduledTime, ...message }: FireMessage): Fire => ({
  ...message,
  scheduledTime: Date.parse(scheduledTime),
});

/** @returns null for a text that says no fire */
export function readFire(text: string): Fire | null {
  try {
    const parsed = FireMessage.safeParse(JSON.parse(text));
    return parsed.success ? toFire(parsed.data) : null;
  } catch {
    return null; // no JSON
  }
}
