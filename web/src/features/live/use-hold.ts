import { useCallback, useState } from 'react';

export interface Hold<T> {
  /** The rows at the moment of holding; null while nothing holds. */
  held: readonly T[] | null;
  /** For the element around the rows: tells whether the pointer or the focus is among them. */
  rowsRef: (element: HTMLElement | null) => (() => void) | undefined;
  /** Shows what waits, and holds from there. */
  catchUp: () => void;
}

/**
 * Holds a list still while it is paused, and while the pointer or the focus is among its rows.
 *
 * @param key another list (another filter) holds anew
 */
export function useHold<T>(rows: readonly T[] | undefined, isPaused: boolean, key: string): Hold<T> {
  const [isReading, setReading] = useState(false);
  const [snapshot, setSnapshot] = useState<{ key: string; rows: readonly T[] } | null>(null);
  const rowsRef = useCallback((element: HTMLElement | null) => {
    if (!element) return;
    const listeners = new AbortController();
    const { signal } = listeners;
    const enter = () => setReading(true);
    const leave = () => setReading(false);
    // A finger leaves nothing behind that could be called reading; there the Pause button serves.
    element.addEventListener('pointerenter', (event) => event.pointerType !== 'touch' && enter(), { signal });
    element.addEventListener('pointerleave', leave, { signal });
    element.addEventListener('focusin', enter, { signal });
    element.addEventListener('focusout', leave, { signal });
    return () => listeners.abort();
  }, []);
  const isHeld = isPaused || isReading;
  const isMissing = isHeld && rows !== undefined && snapshot?.key !== key;
  if (isMissing) setSnapshot({ key, rows });
  if (!isHeld && snapshot) setSnapshot(null);
  return {
    held: isHeld && snapshot?.key === key ? snapshot.rows : null,
    rowsRef,
    catchUp: () => rows && setSnapshot({ key, rows }),
  };
}
