const WITHIN_MS = 10_000;

/** `fetch` that gives up on an answer that does not come. A signal of the caller's takes the place of its own. */
export const fetchInTime: typeof fetch = (input, init) =>
  fetch(input, { signal: AbortSignal.timeout(WITHIN_MS), ...init });
