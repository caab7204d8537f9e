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
  placement: Placement;
}

/**
 * Places a family's events on the lead's click, whatever came later and outside any window (C18). The lead's click is
 * that of its earliest report that was found by its own key. Until there is one, every event stands by itself.
 *
 * A function of the set: the order of arrival cannot show in the result (C14). For that, `placement` of a member is what
 * its own key gave it, or what this function gave it before.
 *
 * @returns the placement of every member, by its id
 */
export function placeFamily(members: readonly FamilyMember[]): Map<string, Placement> {
  const leads = members.filter((member) => member.kind === 'lead' && member.hasKey).sort(byTime);
  const root = leads.find(isRoot);
  return new Map(members.map((member) => [member.id, placeMember(member, root, leads[0])]));
}

/** Whether a lead was found by its own key, so that its family can stand on its click. */
export const isRoot = ({ hasKey, placement }: Pick<FamilyMember, 'hasKey' | 'placement'>): boolean =>
  hasKey && placement.kind === 'joined' && placement.by === 'key';

function placeMember(member: FamilyMember, root: FamilyMember | undefined, lead: FamilyMember | undefined): Placement {
  if (member === root) return member.placement;
  if (root?.placement.kind === 'joined') return { kind: 'joined', click: root.placement.click, by: 'reference' };
  if (member.hasKey) return member.placement;
  return { kind: 'orphan', cause: causeOf(lead) };
}

const causeOf = (lead: FamilyMember | undefined): OrphanCause =>
  lead?.placement.kind === 'orphan' ? lead.placement.cause : 'unknown_reference';

const byTime = (a: FamilyMember, b: FamilyMember): number =>
  a.occurredAt - b.occurredAt || (a.eventId < b.eventId ? -1 : 1);
