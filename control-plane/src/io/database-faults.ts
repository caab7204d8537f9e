import { messageOf } from '@alyson/schema';
import { DrizzleQueryError } from 'drizzle-orm/errors';

/** What went wrong in the database, without the values that were on their way. */
export type DatabaseFault =
  /** Another row has this already. */
  | { kind: 'duplicate'; constraint: string }
  /** A text that PostgreSQL cannot keep: U+0000 or half a surrogate pair. */
  | { kind: 'unstorable_text' }
  /** Not there, overloaded, or in each other's way: the same again may succeed. */
  | { kind: 'unavailable'; detail: string }
  | { kind: 'other'; detail: string };

const UNIQUE_VIOLATION = '23505';
/** The class of what is wrong with a value. */
const DATA_EXCEPTION = /^22[0-9A-Z]{3}$/;
const UNSTORABLE = new Set(['22021', '22P05']);
/** Classes: connection, resources, operator intervention (with statement timeout), and conflicts that a retry solves. */
const UNAVAILABLE = /^(08|53|57|40)/;
const NETWORK = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOTFOUND', 'ETIMEDOUT', 'EAI_AGAIN']);
/** The drivers' own errors have no code, only words. */
const LOST =
  /^(timeout exceeded when trying to connect|Connection terminated|Client has encountered a connection error)/;

/** @returns null when the error is not the database's */
export function readDatabaseFault(error: unknown): DatabaseFault | null {
  const cause = error instanceof DrizzleQueryError ? error.cause : error;
  if (!(cause instanceof Error)) return null;
  const { code, constraint } = cause as Error & { code?: unknown; constraint?: unknown };
  const isLost = LOST.test(cause.message) || (typeof code === 'string' && NETWORK.has(code));
  if (isLost) return { kind: 'unavailable', detail: cause.message };
  if (typeof code !== 'string' || !/^[0-9A-Z]{5}$/.test(code)) {
    return error instanceof DrizzleQueryError ? { kind: 'other', detail: cause.message } : null;
  }
  if (code === UNIQUE_VIOLATION) return { kind: 'duplicate', constraint: String(constraint) };
  if (UNSTORABLE.has(code)) return { kind: 'unstorable_text' };
  if (UNAVAILABLE.test(code)) return { kind: 'unavailable', detail: `${code} ${cause.message}` };
  return { kind: 'other', detail: `${code} ${cause.message}` };
}

/**
 * An error in one line, as it may be logged: the values on their way may be secrets, or a visitor's. The library writes
 * them into its message, and PostgreSQL quotes one that it does not take.
 */
export function describeError(error: unknown): string {
  if (error instanceof DrizzleQueryError) return describeError(error.cause);
  const isQuoting = error instanceof Error && 'code' in error && DATA_EXCEPTION.test(String(error.code));
  return isQuoting ? `${error.code} a value that the database does not take` : messageOf(error);
}

/** The failed query, with placeholders where its values were. */
export const queryOf = (error: unknown): string | undefined =>
  error instanceof DrizzleQueryError ? error.query : undefined;
