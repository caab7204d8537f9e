import * as z from 'zod';
import { type Instant, Timestamp, toTimestamp } from './time.ts';

export const LogLevel = z.enum(['info', 'warn', 'error', 'fatal']);
export type LogLevel = z.infer<typeof LogLevel>;

/** Which process a line is from. */
export type LogPart = 'router' | 'control-plane' | 'worker';

/**
 * A line of any part's log: one JSON object. What it is about stands in `fields`: ids, counts, times and words of our own,
 * and never what a visitor or a buyer has sent, nor a secret (R24).
 */
export const LogLine = z.strictObject({
  level: LogLevel,
  time: Timestamp,
  part: z.enum(['router', 'control-plane', 'worker'] satisfies LogPart[]),
  message: z.string(),
  fields: z.record(z.string(), z.json()).optional(),
});
export type LogLine = z.infer<typeof LogLine>;

type LogValue = string | number | boolean | null | undefined | readonly LogValue[] | LogFields;
export type LogFields = { readonly [name: string]: LogValue };

/** Writes one line. */
export type Log = (level: LogLevel, message: string, fields?: LogFields) => void;

/** A line as it is written, without its line feed. */
export const formatLogLine = (
  part: LogPart,
  at: Instant,
  level: LogLevel,
  message: string,
  fields?: Readonly<Record<string, unknown>>,
): string =>
  JSON.stringify({ level, time: toTimestamp(at), part, message, fields } satisfies Record<keyof LogLine, unknown>);

/** Errors of the language, which may quote what they were given: a body, a header, a URL. */
const QUOTING = [TypeError, SyntaxError, RangeError, URIError];

/** An error in words that may be logged: its message, or only its kind and its place where the message may quote (R24). */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  if (!QUOTING.some((kind) => error instanceof kind)) return error.message || error.name;
  // `fetch` says no more than that it failed; why is in the cause.
  if (error.cause instanceof Error) return messageOf(error.cause);
  return [error.name, placesOf(error)[0]].filter(Boolean).join(' ');
}

/** Where an error came from, innermost first: its stack without the message before it, which may have any lines. */
export function placesOf({ stack = '', message }: Error): string[] {
  const messageAt = stack.indexOf(message);
  if (messageAt === -1) return [];
  const lines = stack.slice(messageAt + message.length).split('\n');
  return lines.map((line) => line.trim()).filter((line) => line.startsWith('at '));
}
