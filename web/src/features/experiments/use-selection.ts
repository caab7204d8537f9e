import { useState } from 'react';

/** Rows that are picked, by their ids. */
export interface Selection {
  ids: ReadonlySet<string>;
  toggle: (id: string) => void;
  clear: () => void;
}

const NOTHING: ReadonlySet<string> = new Set();

/** @param of  what is listed: another list begins with nothing picked */
export function useSelection(of: string): Selection {
  const [picked, setPicked] = useState({ of, ids: NOTHING });
  const ids = picked.of === of ? picked.ids : NOTHING;
  const toggle = (id: string) => {
    const next = new Set(ids);
    if (!next.delete(id)) next.add(id);
    setPicked({ of, ids: next });
  };
  return { ids, toggle, clear: () => setPicked({ of, ids: NOTHING }) };
}
