import { ProblemError } from '@alyson/schema';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Config } from '../config.ts';

/** A refusal that says when to come again. */
export class RateLimitedError extends ProblemError {
  readonly retryAfterSeconds: number;

  constructor(msBeforeNext: number, detail: string) {
    const seconds = Math.max(1, Math.ceil(msBeforeNext / 1000));
    super('rate_limited', `${detail} Try again in ${seconds} s.`);
    this.retryAfterSeconds = seconds;
  }
}

/** One sign-in that is being tried. */
interface SignInTry {
  /** Gives the try back: only wrong ones count. */
  succeeded(): Promise<void>;
}

/**
 * How often anybody may ask. Counted in memory, per process: two instances let twice as much through, and a restart forgets.
 * Every method throws `RateLimitedError`.
 */
export interface RateLimits {
  /** @param budget  of the address, known or not */
  admitAddress(budget: string): Promise<void>;
  /** @param id  of the session or the token */
  admitCaller(id: string): Promise<void>;
  /** @param account  the e-mail as typed; one that nobody has is counted like any other, and so tells nothing */
  trySignIn(budget: string, account: string): Promise<SignInTry>;
}

/** An office or a proxy without its header named is one address; more than that is no panel. */
const CALLERS_PER_ADDRESS = 5;

const MINUTE_S = 60;
const HOUR_S = 60 * MINUTE_S;

/** Enough for somebody who mistypes, too few for guessing. */
const PER_ADDRESS = { points: 10, duration: MINUTE_S };
const PER_ADDRESS_SLOWLY = { points: 100, duration: HOUR_S, blockDuration: HOUR_S };
/** From however many addresses. Shorter than the hour, because whoever wants to can shut somebody else out with it. */
const PER_ACCOUNT = { points: 20, duration: 15 * MINUTE_S, blockDuration: 15 * MINUTE_S };

export function createRateLimits({ requestsPerMinute }: Pick<Config, 'requestsPerMinute'>): RateLimits {
  const limiter = (points: number) => new RateLimiterMemory({ points, duration: MINUTE_S });
  const [addresses, callers] = [limiter(requestsPerMinute * CALLERS_PER_ADDRESS), limiter(requestsPerMinute)];
  const tries = new RateLimiterMemory(PER_ADDRESS);
  const slowTries = new RateLimiterMemory(PER_ADDRESS_SLOWLY);
  const accounts = new RateLimiterMemory(PER_ACCOUNT);
  const TOO_MANY_TRIES = 'Too many wrong tries.';
  return {
    admitAddress: (budget) => take(addresses, budget, 'Too many requests from this address.'),
    admitCaller: (id) => take(callers, id, 'Too many requests.'),
    async trySignIn(budget, account) {
      const key = account.trim().toLowerCase().slice(0, 254);
      // Taken before the password is looked at: tries that are under way at once count too.
      await take(slowTries, budget, TOO_MANY_TRIES);
      await take(tries, budget, TOO_MANY_TRIES);
      await take(accounts, key, TOO_MANY_TRIES);
      return {
        async succeeded() {
          await Promise.all([tries.reward(budget), slowTries.reward(budget), accounts.delete(key)]);
        },
      };
    },
  };
}

async function take(limiter: RateLimiterMemory, key: string, detail: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) throw new RateLimitedError(refusal.msBeforeNext, detail);
    throw refusal;
  }
}
