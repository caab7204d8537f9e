import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { startLoop } from './background.ts';
import { createCounters } from './counters.ts';
import { createLog } from './io/log.ts';

const log = createLog(() => undefined);
const loopOf = (step: () => Promise<void>, everyMs = 60_000) =>
  startLoop({ name: 'test', log, counters: createCounters(), everyMs, longestRetryMs: 20, step });

test('given it is woken, then the next step comes at once, and never two at a time', async () => {
  let running = 0;
  let most = 0;
  const step = vi.fn(async () => {
    running += 1;
    most = Math.max(most, running);
    await nextTurn();
    running -= 1;
  });
  const loop = loopOf(step);
  for (let i = 0; i < 10; i += 1) loop.wake();
  await vi.waitFor(() => expect(step.mock.calls.length).toBe(2));
  loop.wake();
  await vi.waitFor(() => expect(step.mock.calls.length).toBe(3));
  await loop.stop();
  expect(most).toBe(1);
});

test('given a step fails, then it is tried again, whatever the pause', async () => {
  const step = vi.fn(async () => {
    if (step.mock.calls.length < 4) throw new Error('not yet');
  });
  const loop = loopOf(step);
  await vi.waitFor(() => expect(step.mock.calls.length).toBe(4));
  await loop.stop();
});

test('given it is stopped, then the step under way is finished and no other begins', async () => {
  const work = Promise.withResolvers<void>();
  const step = vi.fn(() => work.promise);
  const loop = loopOf(step, 1);
  let isStopped = false;
  const stopped = loop.stop().then(() => {
    isStopped = true;
  });
  await nextTurn();
  expect(isStopped).toBe(false);
  work.resolve();
  await stopped;
  expect(step.mock.calls.length).toBe(1);
  loop.wake();
  expect(step.mock.calls.length).toBe(1);
});
