import type { Instant } from '@alyson/schema';
import { isRecord } from './json-record.ts';
import { type SegmentMessage, toMessage } from './to-message.ts';

/** The messages of one request, or why it has none. */
export type ReadCall = { ok: true; messages: SegmentMessage[] } | { ok: false; detail: string };

/**
 * Reads one request of Segment's: a message, an array of them, or `{"batch": […]}`. What is no message, or of a kind that
 * means no step, is left out.
 *
 * @param receivedAt  of the request, epoch ms
 */
export function readCall(body: Uint8Array, receivedAt: Instant): ReadCall {
  const given = parse(body);
  if (given === undefined) return { ok: false, detail: 'The body is no JSON in UTF-8.' };
  const elements = elementsOf(given);
  if (elements === null) return { ok: false, detail: 'The body is neither an event nor a list of events.' };
  // In a batch that is sent as a whole, its time of sending stands beside it once.
  const sentAt = isRecord(given) ? given['sentAt'] : undefined;
  const messages = elements.map((one) => (isRecord(one) ? toMessage({ sentAt, ...one }, receivedAt) : null));
  return { ok: true, messages: messages.filter((message) => message !== null) };
}

function elementsOf(given: unknown): readonly unknown[] | null {
  if (Array.isArray(given)) return given;
  if (!isRecord(given)) return null;
  return Array.isArray(given['batch']) ? given['batch'] : [given];
}

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
}
