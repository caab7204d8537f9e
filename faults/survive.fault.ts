import { describe, test } from 'vitest';
import type { Scenario, Volume } from './scenario.ts';
import { scenarios } from './scenarios/index.ts';
import { inScope } from './scope.ts';

const MINUTE_MS = 60_000;
/** What lasts so long is an outage; the rest is over in less, however much time there is. */
const LONG_MS = 10 * MINUTE_MS;
const LONG_OUTAGE_MS = 2 * MINUTE_MS;
const SHORT_FAULT_MS = 5_000;

/** Times are judged with room: `npm run soak` plays everything in full length, and strictly. */
const VOLUME = { perSecond: 100, calmMs: 1_000, times: 'generous' } as const satisfies Partial<Volume>;

const isLong = ({ fullMs }: Scenario) => fullMs >= LONG_MS;

// Outages are mostly waiting: several at once take the time of one.
describe.concurrent('an outage of two minutes', { timeout: 3 * LONG_OUTAGE_MS }, () => {
  survive(scenarios.filter(isLong), LONG_OUTAGE_MS);
});

describe('a short fault', { timeout: 3 * MINUTE_MS }, () => {
  survive(
    scenarios.filter((scenario) => !isLong(scenario)),
    SHORT_FAULT_MS,
  );
});

function survive(those: readonly Scenario[], faultMs: number): void {
  test.for(those)(
    '$id: given $title, then every click lands and none is lost',
    async ({ play, whyNot }, { expect, skip }) => {
      const reason = whyNot?.() ?? null;
      skip(reason !== null, reason ?? '');
      const { breaches } = await inScope((atEnd) => play({ ...VOLUME, faultMs }, atEnd));
      expect(breaches).toEqual([]);
    },
  );
}
