import type { BuyerEventKind } from '@alyson/schema';

/** What a postback wants to hear of; a null is no condition. */
export interface PostbackConditions {
  affiliateId: string | null;
  experimentId: string | null;
  offerId: string | null;
  goal: string | null;
  eventKinds: readonly BuyerEventKind[];
  minimumMicros: number | null;
  minimumCurrency: string | null;
  firstSaleOnly: boolean;
}

/** A counted event, as far as conditions look at it. */
export interface ToldEvent {
  id: string;
  buyerId: string;
  kind: BuyerEventKind;
  leadId: string | null;
  goal: string | null;
  amountMicros: number | null;
  currency: string | null;
  affiliateId: string | null;
  experimentId: string | null;
  offerId: string | null;
}

/** Whether a postback is told of an event (C21). Of changes of a sale only if the kinds name them. */
export function matchesPostback(wanted: PostbackConditions, event: ToldEvent): boolean {
  const isWanted = (condition: string | null, value: string | null) => condition === null || condition === value;
  return (
    wanted.eventKinds.includes(event.kind) &&
    isWanted(wanted.affiliateId, event.affiliateId) &&
    isWanted(wanted.experimentId, event.experimentId) &&
    isWanted(wanted.offerId, event.offerId) &&
    isWanted(wanted.goal, event.goal) &&
    isLargeEnough(wanted, event)
  );
}

/** A later change of a sale is told of whatever its size: the sale was. */
function isLargeEnough({ minimumMicros, minimumCurrency }: PostbackConditions, event: ToldEvent): boolean {
  if (minimumMicros === null || event.kind === 'adjustment' || event.kind === 'reversal') return true;
  return event.currency === minimumCurrency && (event.amountMicros ?? 0) >= minimumMicros;
}

/** What a postback tells of once: the event itself, or the lead whose first sale it is. */
export const onceKeyOf = ({ firstSaleOnly }: PostbackConditions, event: ToldEvent): string =>
  firstSaleOnly && event.kind === 'sale' && event.leadId !== null ? `lead ${event.buyerId} ${event.leadId}` : event.id;
