import { describe, expect, test } from 'vitest';
import { groupMarks } from './group-marks.ts';

const at = (...xs: number[]) => xs.map((x) => ({ x }));

describe('groupMarks', () => {
  test('given marks far apart, then each stands alone', () =>
    expect(groupMarks(at(0, 50, 100), 20).map((group) => [group.x, group.marks.length])).toEqual([
      [0, 1],
      [50, 1],
      [100, 1],
    ]));

  test('given near marks, then they stand together at the newest one', () =>
    expect(groupMarks(at(0, 90, 95, 100), 20).map((group) => [group.x, group.marks.length])).toEqual([
      [0, 1],
      [100, 3],
    ]));

  test('given a dense row, then the groups are never nearer than the gap and no mark is lost', () => {
    const groups = groupMarks(at(...Array.from({ length: 100 }, (_, i) => i * 3)), 20);
    for (const [i, group] of groups.entries()) {
      const next = groups[i + 1];
      if (next) expect(next.x - group.x).toBeGreaterThanOrEqual(20);
    }
    expect(groups.flatMap((group) => group.marks)).toHaveLength(100);
  });
});
