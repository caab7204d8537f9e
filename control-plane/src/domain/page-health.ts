import { type Instant, MINUTE_MS, PAGE_FINDINGS, type PageFinding, type PageState } from '@alyson/schema';

/** What is kept of a page from check to check. */
export interface PageRecord {
  state: PageState;
  stateSince: Instant;
  /** Checks in a row that say otherwise than the state. */
  contradictions: number;
}

/** So many checks in a row make a page failing, or well again: one alone may be a hiccup of either side. */
const IN_A_ROW = 2;

/** What a page is after a check. */
export function judgePage(before: PageRecord, findings: readonly PageFinding[], now: Instant): PageRecord {
  const found = gravestOf(findings);
  const isContradicted = (found === 'failing') !== (before.state === 'failing');
  if (isContradicted && before.contradictions + 1 < IN_A_ROW)
    return { ...before, contradictions: before.contradictions + 1 };
  return { state: found, stateSince: found === before.state ? before.stateSince : now, contradictions: 0 };
}

function gravestOf(findings: readonly PageFinding[]): 'failing' | 'attention' | 'ok' {
  const weights = new Set(findings.map(({ kind }) => PAGE_FINDINGS[kind]));
  return weights.has('failing') ? 'failing' : weights.has('attention') ? 'attention' : 'ok';
}

const SOON_MS = 20_000;
const WHILE_FAILING_MS = 2 * MINUTE_MS;
const USUAL_MS = 15 * MINUTE_MS;

/** When a page is looked at again. @param chance  from 0 up to 1: pages that were added together drift apart */
export function nextCheckAt({ state, contradictions }: PageRecord, now: Instant, chance: number): Instant {
  const pauseMs = contradictions > 0 ? SOON_MS : state === 'failing' ? WHILE_FAILING_MS : USUAL_MS;
  return now + Math.round(pauseMs * (0.8 + 0.4 * chance));
}
