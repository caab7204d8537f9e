import type { DeliveryState, OutboundTopic, Postback } from '@alyson/schema';

/** What each topic tells of. */
export const TOPIC: Readonly<Record<OutboundTopic, string>> = {
  'buyer_event.counted': 'A lead or sale counts',
  'buyer_event.changed': 'It counts otherwise',
  'buyer_event.withdrawn': 'It counts no more',
  'experiment.released': 'An experiment has a new release',
  'run.finished': 'A grading run has ended',
  'attention.raised': 'Something needs attention',
  'attention.cleared': 'It needs attention no more',
};

export const KIND = { lead: 'Leads', sale: 'Sales', adjustment: 'Adjustments', reversal: 'Reversals' } as const;

export const DELIVERY: Readonly<Record<DeliveryState, string>> = {
  waiting: 'Waiting',
  delivered: 'Delivered',
  given_up: 'Given up',
  cancelled: 'Called off',
};

/** Whose conversions a postback tells of, in few words. */
export function audienceOf(
  postback: Pick<Postback, 'affiliateId' | 'offerId' | 'goal' | 'firstSaleOnly' | 'eventKinds'>,
) {
  const { affiliateId, offerId, goal, firstSaleOnly, eventKinds } = postback;
  return [
    affiliateId === null ? 'Every affiliate' : `Affiliate ${affiliateId}`,
    offerId !== null && `offer ${offerId}`,
    goal !== null && `goal ${goal}`,
    eventKinds.map((kind) => KIND[kind].toLowerCase()).join(', '),
    firstSaleOnly && 'first sale of a lead',
  ]
    .filter((part) => part !== false)
    .join(' · ');
}
