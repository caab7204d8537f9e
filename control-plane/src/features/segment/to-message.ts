import { type Instant, LONGEST_EVENT_NAME, SegmentType } from '@alyson/schema';
import { toStorableText } from '../../domain/storable-text.ts';
import { findKey } from './find-key.ts';
import type { JsonRecord } from './json-record.ts';

/** A message of Segment's, as far as a funnel needs to know it. */
export interface SegmentMessage {
  type: SegmentType;
  /** Of a page or screen its name, of a track its event; empty where there is none. */
  name: string;
  /** What repeats of the message have in common: Segment's id of it, else its whole text. */
  identity: string;
  /** Its `utm_content`, decoded once; null where it carries none that can name a click. */
  key: string | null;
  occurredAt: Instant;
}

/** @returns null for what describes a person or a group, and for what is no message at all */
export function toMessage(given: JsonRecord, receivedAt: Instant): SegmentMessage | null {
  const { data: type } = SegmentType.safeParse(given['type']);
  if (type === undefined) return null;
  const name = given[type === 'track' ? 'event' : 'name'];
  const { messageId } = given;
  const hasId = typeof messageId === 'string' && messageId !== '';
  return {
    type,
    name: typeof name === 'string' ? toName(name) : '',
    identity: hasId ? `id ${messageId}` : `text ${JSON.stringify(given)}`,
    key: findKey(given),
    occurredAt: readTime(given, receivedAt),
  };
}

const toName = (name: string): string => [...toStorableText(name.trim())].slice(0, LONGEST_EVENT_NAME).join('');

/** Before this nobody reported anything: such dates are a program's idea of "none" (year 1, 1970). */
const EARLIEST = Date.UTC(2000, 0, 1);

/**
 * When it happened. Segment has corrected `timestamp` by how far the sender's clock is off; where it is missing, the same
 * is done here, and the time of receipt serves where that cannot be. Nothing happens after it was received.
 */
function readTime({ timestamp, sentAt, originalTimestamp }: JsonRecord, receivedAt: Instant): Instant {
  const stated = toInstant(timestamp) ?? receivedAt - delayOf(toInstant(originalTimestamp), toInstant(sentAt));
  return stated >= EARLIEST && stated <= receivedAt ? stated : receivedAt;
}

const delayOf = (from: Instant | null, to: Instant | null): number => (from === null || to === null ? 0 : to - from);

/** Only a date with time and offset says when something was. */
function toInstant(value: unknown): Instant | null {
  const isWhole =
    typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/i.test(value);
  const instant = isWhole ? Date.parse(value) : Number.NaN;
  return Number.isNaN(instant) ? null : instant;
}
