export interface TickerView<T> {
  shown: readonly T[];
  /** How many newer rows wait. */
  waiting: number;
  /** At least so many: the rows between were not read. */
  isAtLeast: boolean;
}

/**
 * What a ticker shows. While it is held, the rows stay those of that moment, and only change in place; newer ones are
 * counted.
 *
 * @param rows newest first
 * @param held the rows at the moment of holding; null while the ticker runs
 */
export function tickerView<T extends { id: string }>(rows: readonly T[], held: readonly T[] | null): TickerView<T> {
  if (!held) return { shown: rows, waiting: 0, isAtLeast: false };
  const byId = new Map(rows.map((row) => [row.id, row]));
  const top = held[0];
  const place = top ? rows.findIndex((row) => row.id === top.id) : -1;
  const isAtLeast = place === -1 && rows.length > 0;
  return {
    shown: held.map((row) => byId.get(row.id) ?? row),
    waiting: isAtLeast ? rows.length : Math.max(0, place),
    isAtLeast,
  };
}
