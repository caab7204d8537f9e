import type { Click } from '@alyson/schema';

/** Keeps clicks until the control plane has them. */
export interface ClickSink {
  /** Resolves when the click is kept as safely as this sink can; never rejects: a click's answer does not hang on it. */
  record(click: Click): Promise<void>;
}

/** Some of the oldest clicks that wait, as the JSON texts they travel as. */
export interface WaitingBatch {
  readonly clicks: readonly string[];
  /** They are delivered or set aside: forget them. */
  forget(): Promise<void>;
}

/** The other end of a sink on disk. */
export interface WaitingClicks {
  /** @returns null while nothing waits */
  next(mostClicks: number): Promise<WaitingBatch | null>;
  /** Keeps a click that will never be taken, with the reason, for a person to look at. */
  setAside(click: string, reason: string): Promise<void>;
}
