import type pg from 'pg';
import { pick } from './seeded-random.ts';

/** A statement that has no answer after this long waits for another's lock: the next one goes. */
const BLOCKED_AFTER_MS = 4;

/** How often a connection that was behind all others comes before them, or the other way round. */
const CHANGE_OF_RANK = 0.05;

interface Waiting {
  connection: object;
  statement: () => Promise<unknown>;
}

/**
 * Lets the statements of several instances through one after another, in an order that the seed chooses, so that one seed
 * is one interleaving of all that is under way. Connections have ranks that seldom change: one may then stand still between
 * two statements while others do all they have to, which a choice by chance at every turn would hardly ever bring about.
 */
export class Turnstile {
  readonly #random: () => number;
  readonly #waiting: Waiting[] = [];
  readonly #ranks = new Map<object, number>();
  #isOpen = false;

  constructor(random: () => number) {
    this.#random = random;
  }

  /** Every statement of this pool's clients queues here. */
  guard(pool: pg.Pool): void {
    pool.on('connect', (client) => {
      const query = client.query.bind(client) as (...parts: unknown[]) => unknown;
      const queued = (...parts: unknown[]) => {
        const callback = parts.at(-1);
        if (typeof callback !== 'function') return this.#pass(client, () => query(...parts) as Promise<unknown>);
        void this.#pass(
          client,
          () =>
            new Promise((done) => {
              query(...parts.slice(0, -1), (...answer: unknown[]) => {
                done(undefined);
                callback(...answer);
              });
            }),
        );
        return undefined;
      };
      Object.assign(client, { query: queued });
    });
  }

  #pass<T>(connection: object, statement: () => Promise<T>): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    this.#waiting.push({ connection, statement: () => statement().then(resolve, reject) });
    if (!this.#isOpen) void this.#turn();
    return promise;
  }

  async #turn(): Promise<void> {
    this.#isOpen = true;
    while (this.#waiting.length > 0) {
      const next = this.#next();
      let timer: NodeJS.Timeout | undefined;
      const blocked = new Promise((resolve) => {
        timer = setTimeout(resolve, BLOCKED_AFTER_MS);
      });
      await Promise.race([next(), blocked]);
      clearTimeout(timer);
      // Whoever goes on from this answer asks its next question first.
      await new Promise(setImmediate);
    }
    this.#isOpen = false;
  }

  #next(): () => Promise<unknown> {
    const rankOf = ({ connection }: Waiting) => this.#ranks.get(connection) ?? 0;
    if (this.#random() < CHANGE_OF_RANK) this.#ranks.set(pick(this.#random, this.#waiting).connection, this.#random());
    const first = this.#waiting.reduce((best, one) => (rankOf(one) > rankOf(best) ? one : best));
    this.#waiting.splice(this.#waiting.indexOf(first), 1);
    return first.statement;
  }
}
