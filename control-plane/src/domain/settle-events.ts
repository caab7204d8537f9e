import type { BuyerEventKind } from '@alyson/schema';
import type { Placement } from './attribution.ts';
import { type GivenRate, worthIn } from './convert-amount.ts';
import { type FamilyMember, placeFamily } from './lead-family.ts';
import { foldSale } from './sale-fold.ts';

/** A buyer event as far as its click and its money are concerned. */
export interface EventFacts extends Omit<FamilyMember, 'kind'> {
  kind: BuyerEventKind;
  buyerId: string;
  leadId: string | null;
  refersTo: string | null;
  amountMicros: number | null;
  currency: string | null;
  /** Where it stood before. */
  placement: Placement;
}

/** A name that means something within one buyer only: of a lead, or of a sale. */
export interface NameOfBuyer {
  buyerId: string;
  name: string;
}

/** Where an event stands, and what it adds to its experiment's revenue. */
export interface Standing {
  placement: Placement;
  effectMicros: number | null;
}

type SaleFacts = EventFacts & { kind: Exclude<BuyerEventKind, 'lead'> };

const NO_SALE: Placement = { kind: 'orphan', cause: 'unknown_reference' };

/**
 * Where events stand by the whole set of what was reported (C14, C18): leads and sales with their families, what changes a
 * sale where the sale stands.
 *
 * @param events  complete sales (the sale, adjustments, reversals) and complete families, of any buyers
 * @param leads   the families that are complete in `events`; sales of other leads stay where they are
 */
export function placeEvents(events: readonly EventFacts[], leads: readonly NameOfBuyer[]): Map<string, Placement> {
  const families = placeFamilies(events, leads);
  const placed = (event: EventFacts): Placement =>
    families.get(event.id) ?? (event.leadId === null ? event.own : event.placement);
  const placements = new Map(events.filter((event) => event.kind === 'lead').map((lead) => [lead.id, placed(lead)]));
  for (const sale of groupBySale(events)) {
    const itself = sale.find((event) => event.kind === 'sale');
    const placement = itself ? placed(itself) : NO_SALE;
    const inherited: Placement = placement.kind === 'joined' ? { ...placement, by: 'reference' } : placement;
    for (const event of sale) placements.set(event.id, event === itself ? placement : inherited);
  }
  return placements;
}

/**
 * What events add to their experiments' revenue (C19). A lead that carries money adds it: some buyers pay for the lead
 * itself.
 *
 * @param events  complete sales, and leads, placed
 * @param rates   by event id, for amounts in another currency than the experiment's
 * @returns micro-units of the experiment's currency by event id; null for what adds nothing
 */
export function countEvents(
  events: readonly EventFacts[],
  rates: ReadonlyMap<string, GivenRate>,
): Map<string, number | null> {
  const worthOf = (event: EventFacts) => worthIn(currencyOf(event.placement), event, rates.get(event.id) ?? null);
  const leads = events.filter((event) => event.kind === 'lead');
  const sales = groupBySale(events).map((sale) => sale.map((event) => ({ ...event, worthMicros: worthOf(event) })));
  return new Map([
    ...leads.map((lead) => [lead.id, worthOf(lead)] as const),
    ...sales.flatMap((sale) => [...foldSale(sale)]),
  ]);
}

/** Of the experiment that a placement leads to; null while it leads to none. */
export const currencyOf = (placement: Placement): string | null =>
  placement.kind === 'joined' ? placement.click.currency : null;

function placeFamilies(events: readonly EventFacts[], leads: readonly NameOfBuyer[]): Map<string, Placement> {
  const members = events.filter(
    (event): event is EventFacts & FamilyMember => event.kind === 'lead' || event.kind === 'sale',
  );
  return new Map(
    leads.flatMap(({ buyerId, name }) => [
      ...placeFamily(members.filter((member) => member.buyerId === buyerId && member.leadId === name)),
    ]),
  );
}

const groupBySale = (events: readonly EventFacts[]): SaleFacts[][] => [
  ...Map.groupBy(events.filter(isOfSale), (event) => `${event.buyerId} ${nameOfSale(event)}`).values(),
];

const isOfSale = (event: EventFacts): event is SaleFacts => event.kind !== 'lead';

const nameOfSale = (event: SaleFacts): string | null => (event.kind === 'sale' ? event.eventId : event.refersTo);
