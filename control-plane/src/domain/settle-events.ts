import type { BuyerEventKind } from '@alyson/schema';
import type { Placement } from './attribution.ts';
import { type FamilyMember, isRoot, placeFamily } from './lead-family.ts';
import { foldSale, type SaleEvent } from './sale-fold.ts';

/** A buyer event as far as its click and its money are concerned. */
export interface EventFacts extends Omit<FamilyMember, 'kind'> {
  kind: BuyerEventKind;
  buyerId: string;
  leadId: string | null;
  refersTo: string | null;
  amountMicros: number | null;
  currency: string | null;
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

/**
 * Where events stand by the whole set of what was reported (C14, C18, C19).
 *
 * @param events  complete sales (the sale, adjustments, reversals) and complete families, of any buyers
 * @param leads   the families that are complete in `events`; other sales stay where they are
 * @returns the standing of every event, by its id
 */
export function settleEvents(events: readonly EventFacts[], leads: readonly NameOfBuyer[]): Map<string, Standing> {
  const placements = placeFamilies(events, leads);
  const placed = events.map((event) => ({ ...event, placement: placements.get(event.id) ?? event.placement }));
  const sales = Map.groupBy(placed.filter(isOfSale), (event) => `${event.buyerId} ${nameOfSale(event)}`);
  return new Map([
    ...placed.filter((event) => event.kind === 'lead').map((lead) => [lead.id, standingOfLead(lead)] as const),
    ...[...sales.values()].flatMap((sale) => [...standingsOfSale(sale)]),
  ]);
}

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

/**
 * Events that stand on the click of a lead which is no longer there, though they have a key of their own.
 *
 * @param events  complete families of these leads
 */
export function findStrays<E extends EventFacts>(events: readonly E[], leads: readonly NameOfBuyer[]): E[] {
  return leads.flatMap(({ buyerId, name }) => {
    const family = events.filter((event) => event.buyerId === buyerId && event.leadId === name);
    if (family.some((event) => event.kind === 'lead' && isRoot(event))) return [];
    return family.filter(
      ({ hasKey, placement }) => hasKey && placement.kind === 'joined' && placement.by === 'reference',
    );
  });
}

/** A lead that carries money adds it: some buyers pay for the lead itself. */
function standingOfLead({ placement, amountMicros, currency }: EventFacts): Standing {
  return { placement, effectMicros: currency !== null && currency === currencyOf(placement) ? amountMicros : null };
}

/** A sale's changes stand on the sale's click; until it comes they wait. */
function* standingsOfSale(events: readonly (EventFacts & SaleEvent)[]): Iterable<readonly [string, Standing]> {
  const sale = events.find((event) => event.kind === 'sale');
  const placement: Placement = sale?.placement ?? { kind: 'orphan', cause: 'unknown_reference' };
  const inherited: Placement = placement.kind === 'joined' ? { ...placement, by: 'reference' } : placement;
  const effects = foldSale(events, currencyOf(placement));
  for (const event of events)
    yield [
      event.id,
      { placement: event === sale ? placement : inherited, effectMicros: effects.get(event.id) ?? null },
    ];
}

const isOfSale = (event: EventFacts): event is EventFacts & SaleEvent => event.kind !== 'lead';

const nameOfSale = (event: EventFacts): string | null => (event.kind === 'sale' ? event.eventId : event.refersTo);

const currencyOf = (placement: Placement): string | null =>
  placement.kind === 'joined' ? placement.click.currency : null;
