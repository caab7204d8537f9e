import { describe, expect, test } from 'vitest';
import { remember } from './bounded-memory.ts';

/** The lengths of the texts that a function was asked for, as they came. */
function watch(most: number) {
  const computed: number[] = [];
  const length = remember(most, (text) => {
    computed.push(text.length);
    return String(text.length);
  });
  return { length, computed };
}

describe('remember', () => {
  test('given a text again, then it is not computed again', () => {
    const { length, computed } = watch(2);
    expect(['a', 'bb', 'a', 'bb'].map(length)).toEqual(['1', '2', '1', '2']);
    expect(computed).toEqual([1, 2]);
  });

  test('given more texts than are kept, then all are forgotten, and none is wrong', () => {
    const { length, computed } = watch(2);
    expect(['a', 'bb', 'ccc', 'a'].map(length)).toEqual(['1', '2', '3', '1']);
    expect(computed).toEqual([1, 2, 3, 1]);
  });

  test('given a text as long as a whole head, then it is not kept, so that nobody fills the memory with such', () => {
    const { length, computed } = watch(2);
    const long = 'x'.repeat(100_000);
    expect([long, long].map(length)).toEqual(['100000', '100000']);
    expect(computed).toEqual([100_000, 100_000]);
  });
});
