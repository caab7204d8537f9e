import type { FormValues } from './form-values.ts';

/** What was typed survives a reload and a wrong click, for as long as the tab is open. */
const STORAGE_KEY = 'alyson.new-experiment';

export function saveDraft(values: FormValues): void {
  try {
    sessionStorage.setItem(STORAGE_KEY, JSON.stringify(values));
  } catch {
    // Storage may be refused or full; the form then lives as long as its page.
  }
}

export function forgetDraft(): void {
  try {
    sessionStorage.removeItem(STORAGE_KEY);
  } catch {
    // Nothing was kept, then.
  }
}

/** What was typed before, over the empty form so that a draft of an older version lacks nothing; null if there is none. */
export function readDraft(empty: FormValues): FormValues | null {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(STORAGE_KEY) ?? 'null');
    if (typeof stored !== 'object' || stored === null) return null;
    const draft: FormValues = { ...empty, ...stored };
    const isWhole = Array.isArray(draft.agents) && Array.isArray(draft.links) && typeof draft.optimization === 'object';
    return isWhole ? draft : null;
  } catch {
    return null;
  }
}
