import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createPauses } from './pause.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('createPauses', () => {
  test('given nobody cuts it, then a pause takes its time', async () => {
    const { pause } = createPauses();
    const over = vi.fn();
    void pause(100).then(over);
    await vi.advanceTimersByTimeAsync(99);
    expect(over).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(over).toHaveBeenCalled();
  });

  test('given a cut, then the pause under way ends at once, and leaves no timer behind; the next one is whole', async () => {
    const { pause, cut } = createPauses();
    cut();
    const first = pause(60_000);
    cut();
    await first;
    expect(vi.getTimerCount()).toBe(0);
    void pause(60_000);
    expect(vi.getTimerCount()).toBe(1);
  });
});
