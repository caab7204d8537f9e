import { useState } from 'react';

interface HeldRows<T> {
  shown: readonly T[];
  /** How many newer rows wait to be shown. */
  waiting: number;
  showAll: () => void;
}

/**
 * Keeps a list that grows at its top still while it is read: newer rows wait until they are asked for. Rows that are
 * shown already still change in place.
 *
 * @param rows      newest first; undefined while they are being read
 * @param resetKey  another list (another filter) begins anew
 */
export function useHeldRows<T extends { id: string }>(rows: readonly T[] | undefined, resetKey: string): HeldRows<T> {
  const [held, setHeld] = useState<{ resetKey: string; topId: string | null }>({ resetKey, topId: null });
  const newest = rows?.[0]?.id ?? null;
  const isAnother = held.resetKey !== resetKey;
  if (isAnother || (held.topId === null && newest !== null)) setHeld({ resetKey, topId: newest });
  if (!rows) return { shown: [], waiting: 0, showAll: () => undefined };
  // A top row that is gone (it left the list) no longer holds anything back.
  const waiting =
    isAnother || held.topId === null
      ? 0
      : Math.max(
          0,
          rows.findIndex((row) => row.id === held.topId),
        );
  return { shown: rows.slice(waiting), waiting, showAll: () => setHeld({ resetKey, topId: newest }) };
}
