/** One pause after the other, of which the one under way can be cut short. */
export interface Pauses {
  pause(ms: number): Promise<void>;
  cut(): void;
}

/** Not by a race with a promise that says stop: while that is pending, it keeps every pause that was ever raced with it. */
export function createPauses(): Pauses {
  let cut = () => {};
  return {
    pause: (ms) =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, ms);
        cut = () => {
          clearTimeout(timer);
          resolve();
        };
      }),
    cut: () => cut(),
  };
}

/** Spread by a fifth either way, so that edges and isolates that began together do not ask together. */
export const jitter = (ms: number): number => ms * (0.8 + 0.4 * Math.random());
