import { RateLimitedError } from './rate-limits.ts';

/** More than one person has tabs; each stream is a connection, and asks every few seconds whether it may still read. */
const MOST_OF_ONE_CALLER = 30;
const COME_AGAIN_MS = 5_000;

/** How many streams each caller has open, in this process. */
export class OpenStreams {
  readonly #counts = new Map<string, number>();

  /**
   * @param caller  the id of the session or the token
   * @returns gives the place back; once
   * @throws RateLimitedError
   */
  take(caller: string): () => void {
    const count = this.#counts.get(caller) ?? 0;
    if (count >= MOST_OF_ONE_CALLER)
      throw new RateLimitedError(COME_AGAIN_MS, `You have ${count} streams of changes open already; close some.`);
    this.#counts.set(caller, count + 1);
    let isBack = false;
    return () => {
      if (isBack) return;
      isBack = true;
      const left = (this.#counts.get(caller) ?? 1) - 1;
      if (left === 0) this.#counts.delete(caller);
      else this.#counts.set(caller, left);
    };
  }
}
