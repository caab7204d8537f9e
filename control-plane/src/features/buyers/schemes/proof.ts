import type { Instant, ReportFault, SecretScheme } from '@alyson/schema';

/** A call as it came to a buyer's webhook. */
export interface InboundCall {
  method: string;
  /** Path and query byte for byte. */
  target: string;
  /** By its name in lower case; null where it is missing. */
  header(name: string): string | null;
  body: Uint8Array;
  /** The caller's address. */
  sender: string | null;
  /** By our own clock or an edge's, never by the caller's (R26). */
  receivedAt: Instant;
}

/** A buyer's secret, opened. */
export interface OpenSecret<S extends SecretScheme = SecretScheme> {
  scheme: S;
  value: string;
}

/** Whether a call bears a secret. `webhookId`: what the caller counts the call once by, where the proof covers it. */
export type Proof = { ok: true; webhookId: string | null } | { ok: false; fault: ReportFault };

/** A scheme's own form of a secret. */
export type SecretOf<K extends SecretScheme['kind']> = OpenSecret<Extract<SecretScheme, { kind: K }>>;

export const refused = (fault: ReportFault): Proof => ({ ok: false, fault });

/** Nothing but the secret itself stands for the caller. */
export const PROVEN: Proof = { ok: true, webhookId: null };
