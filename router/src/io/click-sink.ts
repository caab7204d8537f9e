/** Keeps clicks until the control plane has them. */
export interface ClickSink {
  /**
   * Takes a click as the JSON text it travels as. Never throws: a click's answer does not hang on it.
   *
   * @param onKept  called once, at once or later, when the click is kept as safely as this sink can
   */
  record(click: string, onKept: () => void): void;
}

/** Told of all that happens to clicks on the second way. */
export interface SecondWayBooks {
  /** @param change  of those that wait now: how many are sent without an answer; and how many ended, delivered or lost */
  secondWay(change: { readonly sent: number; readonly delivered: number; readonly lost: number }): void;
}

/** Some of the oldest clicks that wait, as the JSON texts they travel as. */
export interface WaitingBatch {
  readonly clicks: readonly string[];
  /** They are delivered, but for so many that are set aside: forget them. */
  forget(setAside: number): Promise<void>;
}

/** The other end of a sink on disk. */
export interface WaitingClicks {
  /**
   * @param mostClicks  how many are wanted; what was written together stays together, so the first such group may be more
   * @returns null while nothing waits
   */
  next(mostClicks: number): Promise<WaitingBatch | null>;
  /** Keeps a click that will never be taken, with the reason, for a person to look at. */
  setAside(click: string, reason: string): Promise<void>;
}
