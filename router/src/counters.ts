/** What has happened since this process (or isolate) began. Shown by `GET /healthz`. */
export interface Counters {
  /** Clicks on links that were answered and are to be counted. */
  answered: number;
  /** Of these: kept by the sink. */
  recorded: number;
  /** Clicks the control plane has stored, now or before. */
  delivered: number;
  /** Clicks it will never take, kept apart with the reason. */
  setAside: number;
  /** Clicks that could be kept nowhere. */
  lost: number;
  /** Requests for no link at all, sent to the fallback and not recorded. */
  strays: number;
  /** Clicks that landed on the fallback because of a fault in the router itself. */
  faults: number;
  bundlesAccepted: number;
  bundlesRefused: number;
  /** Releases kept back inside accepted bundles. */
  releasesHeldBack: number;
}

export const createCounters = (): Counters => ({
  answered: 0,
  recorded: 0,
  delivered: 0,
  setAside: 0,
  lost: 0,
  strays: 0,
  faults: 0,
  bundlesAccepted: 0,
  bundlesRefused: 0,
  releasesHeldBack: 0,
});
