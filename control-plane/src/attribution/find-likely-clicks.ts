import { DAY_MS, type RepairPattern } from '@alyson/schema';
import type { CandidateClick } from '../domain/attribution.ts';
import { likelyKeys, SHORTEST_BEGINNING } from '../domain/likely-keys.ts';
import type { Database } from '../io/database.ts';
import { findCandidates } from './candidates.store.ts';
import type { StoredEvent } from './events.store.ts';
import { digestOfKey } from './key-digest.ts';
import { findClicksBeginning, foldAscii } from './likely-clicks.store.ts';

export interface LikelyCandidate {
  pattern: RepairPattern;
  click: CandidateClick;
}

const LOOKED_AT = 50;
const SUGGESTED = 5;

/**
 * Clicks that an event without one may belong to, the likeliest first: by its own key where the window or an ambiguity is in
 * the way, by keys that it may have been before it was altered, and by keys that begin as it does. A few, never all.
 */
export async function findLikelyClicks(db: Database, event: StoredEvent): Promise<LikelyCandidate[]> {
  const { utmContent, workspaceId, occurredAt } = event;
  if (event.own.kind === 'joined' || !utmContent || event.keyDigest === null) return [];
  const keys = [{ pattern: patternOf(event.own.cause), key: utmContent }, ...likelyKeys(utmContent)];
  const lookups = keys.map(({ key }) => ({ workspaceId, keyDigest: digestOfKey(key), utmContent: key, occurredAt }));
  const found = await findCandidates(db, lookups);
  const byKey = keys.flatMap(({ pattern }, index) =>
    newestOfEachKey(found[index] ?? []).map((click) => ({ pattern, click })),
  );
  const likely = [...byKey, ...(await findByBeginning(db, event, utmContent))];
  const unique = new Map(likely.toReversed().map((each) => [each.click.clickId, each]));
  return [...unique.values()].reverse().slice(0, SUGGESTED);
}

/** What its own key finds all the same is kept from it by the window, unless by others with the same form. */
const patternOf = (cause: string): RepairPattern => (cause === 'ambiguous_key' ? 'ambiguous_key' : 'older_than_window');

async function findByBeginning(db: Database, event: StoredEvent, key: string): Promise<LikelyCandidate[]> {
  if (key.length < SHORTEST_BEGINNING) return [];
  const clicks = (await findClicksBeginning(db, event, key, LOOKED_AT)).filter(
    ({ clickedAt, windowDays }) => event.occurredAt - clickedAt <= windowDays * DAY_MS,
  );
  const isWhole = ({ utmContent }: CandidateClick) => foldAscii(utmContent) === foldAscii(key);
  const isCutOff = (click: CandidateClick) => !isWhole(click) && click.utmContent.startsWith(key);
  return [
    ...newestOfEachKey(clicks.filter((click) => isWhole(click) && click.utmContent !== key)).map((click) => ({
      pattern: 'altered_case' as const,
      click,
    })),
    ...newestOfEachKey(clicks.filter(isCutOff)).map((click) => ({ pattern: 'cut_off' as const, click })),
  ];
}

/** People's before bots', and of one key the last click. */
function newestOfEachKey(clicks: readonly CandidateClick[]): CandidateClick[] {
  const sorted = clicks.toSorted((a, b) => Number(a.isBot) - Number(b.isBot) || b.clickedAt - a.clickedAt);
  return [...new Map(sorted.toReversed().map((click) => [click.utmContent, click])).values()].reverse();
}
