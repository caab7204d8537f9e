import { createHttpTune } from '../../src/io/tune.http.ts';
import type { Tune } from '../../src/io/tune.ts';
import { type FakeTuneApi, startFakeTuneApi } from './fake-tune-api.ts';

type Options = Omit<Parameters<typeof startFakeTuneApi>[0], 'now'>;

/** The client and the fake on one clock that only waiting moves: limits and retries hold, and no test waits for them. */
export async function startTuneWithoutWaiting(options: Options): Promise<{ fake: FakeTuneApi; tune: Tune }> {
  const clock = { now: 0 };
  const fake = await startFakeTuneApi({ ...options, now: () => clock.now });
  return { fake, tune: tuneWithoutWaiting(fake.url, clock) };
}

export const tuneWithoutWaiting = (url: string, clock = { now: 0 }): Tune =>
  createHttpTune({
    url,
    now: () => clock.now,
    random: () => 0,
    wait: async (ms) => {
      clock.now += ms;
    },
  });
