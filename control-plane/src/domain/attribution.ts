import { DAY_MS, type DecisionReason, type Instant, type JoinedBy, MINUTE_MS, type OrphanCause } from '@alyson/schema';

/** A stored click as far as its outcomes need to know it. */
interface JoinedClick {
  clickId: string;
  clickedAt: Instant;
  experimentId: string | null;
  agentId: string | null;
  isBot: boolean;
  /** Why it went to its agent. */
  clickReason: DecisionReason | null;
  /** Its experiment's: only amounts in this currency count. Null for a click of no experiment. */
  currency: string | null;
}

/** A click that has an event's key among its forms. */
export interface CandidateClick extends JoinedClick {
  /** The click's own join key, byte for byte. */
  utmContent: string;
  /** How long after the click its experiment still takes a lead for it. */
  windowDays: number;
}

/** Where an event stands: on a click, found by its own key or through what it refers to, or waiting for one. */
export type Placement = { kind: 'joined'; click: JoinedClick; by: JoinedBy } | { kind: 'orphan'; cause: OrphanCause };

/** The buyer's clock and the router's may disagree by this much (C18). */
export const SKEW_MS = 5 * MINUTE_MS;

/**
 * The click of an event by the event's own key (C18): the last one before it, inside the experiment's window, a bot's
 * only where there is no other. Clicks with the same `utm_content` are visits to one link, and the last of them wins;
 * where forms of different ones meet in this key, nobody can tell whose it is (R16).
 *
 * @param occurredAt  time of the event, epoch ms
 * @param candidates  the workspace's newest clicks that have the key in one of its forms, in any order
 */
export function placeByKey(occurredAt: Instant, candidates: readonly CandidateClick[]): Placement {
  const before = candidates.filter((click) => click.clickedAt <= occurredAt + SKEW_MS);
  if (before.length === 0) return { kind: 'orphan', cause: 'unknown_click' };
  const inWindow = before.filter((click) => occurredAt - click.clickedAt <= click.windowDays * DAY_MS);
  const people = inWindow.filter((click) => !click.isBot);
  const [first, ...others] = people.length > 0 ? people : inWindow;
  if (!first) return { kind: 'orphan', cause: 'older_than_window' };
  if (others.some((click) => click.utmContent !== first.utmContent)) return { kind: 'orphan', cause: 'ambiguous_key' };
  return { kind: 'joined', click: others.reduce(later, first), by: 'key' };
}

const later = (a: CandidateClick, b: CandidateClick): CandidateClick => {
  if (a.clickedAt !== b.clickedAt) return a.clickedAt > b.clickedAt ? a : b;
  return a.clickId > b.clickId ? a : b;
};
