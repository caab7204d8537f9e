import type { Instant, OrphanCause } from '@alyson/schema';
import type { Placement } from './attribution.ts';

/** A lead or sale of one family: the events in which a buyer names the same lead. */
export interface FamilyMember {
  id: string;
  kind: 'lead' | 'sale';
  eventId: string;
  occurredAt: Instant;
  /** Whether it carries a `utm_content` of its own. */
  hasKey: boolean;
  /** The click that its own key was given, or a person gave it; else why there is none. */
  own: Placement;
}

/**
 * Places a family's events on the lead's click, whatever came later and outside any window (C18). The lead's click is
 * that of its earliest report that was found by its own key. Until there is one, every event stands by itself.
 *
 * A function of the set: neither the order of arrival nor where a member stood before can show in the result (C14).
 *
 * @returns the placement of every member, by its id
 */
export function placeFamily(members: readonly FamilyMember[]): Map<string, Placement> {
  const leads = members.filter((member) => member.kind === 'lead' && member.hasKey).sort(byTime);
  const root = leads.find(({ own }) => own.kind === 'joined');
  return new Map(members.map((member) => [member.id, placeMember(member, root, leads[0])]));
}

function placeMember(member: FamilyMember, root: FamilyMember | undefined, lead: FamilyMember | undefined): Placement {
  if (member === root) return member.own;
  if (root?.own.kind === 'joined') return { kind: 'joined', click: root.own.click, by: 'reference' };
  if (member.hasKey) return member.own;
  return { kind: 'orphan', cause: causeOf(lead) };
}

const causeOf = (lead: FamilyMember | undefined): OrphanCause =>
  lead?.own.kind === 'orphan' ? lead.own.cause : 'unknown_reference';

const byTime = (a: FamilyMember, b: FamilyMember): number =>
  a.occurredAt - b.occurredAt || (a.eventId < b.eventId ? -1 : 1);
