import { expect, test } from 'vitest';
import { assignedSplit, currentSplit } from './current-split.ts';

const agents = [
  { id: 'agt_a' as never, state: 'on', weightBasisPoints: 3000, isCapped: false },
  { id: 'agt_b' as never, state: 'on', weightBasisPoints: 3000, isCapped: false },
  { id: 'agt_c' as never, state: 'on', weightBasisPoints: 4000, isCapped: true },
] as const;

test('given an agent whose cap is reached, then it gets no clicks now', () =>
  expect([...currentSplit(agents).values()]).toEqual([5000, 5000, 0]));

test('given an agent whose cap is reached, then its weight is edited as it was set', () =>
  expect([...assignedSplit(agents).values()]).toEqual([3000, 3000, 4000]));
