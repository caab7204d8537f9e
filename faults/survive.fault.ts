import { expect, test } from 'vitest';
import type { Volume } from './scenario.ts';
import { scenarios } from './scenarios/index.ts';
import { inScope } from './scope.ts';

/** Long outages are compressed, and times judged with room: `npm run soak` plays them whole. */
const SHORT: Volume = { perSecond: 100, calmMs: 1_000, longestMs: 5_000, times: 'generous' };

test.each(scenarios)('$id: given $title, then every click lands and none is lost', async ({ play }) => {
  const { breaches } = await inScope((atEnd) => play(SHORT, atEnd));
  expect(breaches).toEqual([]);
});
