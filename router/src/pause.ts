/** Without Node's own timers, which workerd lacks. */
export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Spread by a fifth either way, so that edges and isolates that began together do not ask together. */
export const jitter = (ms: number): number => ms * (0.8 + 0.4 * Math.random());
