/** Marks that stand too near to each other to be drawn apart. */
export interface MarkGroup<T> {
  x: number;
  marks: T[];
}

/**
 * Groups marks along an axis so that drawn groups stand at least `gap` apart. A group stands where its newest mark
 * does, because that is the one in force afterwards.
 *
 * @param marks in rising order of `x`
 */
export function groupMarks<T extends { x: number }>(marks: readonly T[], gap: number): MarkGroup<T>[] {
  const groups: MarkGroup<T>[] = [];
  // From the right: the newest marks are the ones people look for, so they decide where groups stand.
  for (const mark of marks.toReversed()) {
    const group = groups[0];
    if (group && group.x - mark.x < gap) group.marks.unshift(mark);
    else groups.unshift({ x: mark.x, marks: [mark] });
  }
  return groups;
}
