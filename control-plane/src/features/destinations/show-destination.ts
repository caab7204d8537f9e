import type { Postback, Subscription } from '@alyson/schema';
import type * as z from 'zod';
import type { DestinationSummary } from './destination-list.store.ts';

const showHealth = (row: DestinationSummary) => ({
  id: row.id,
  name: row.name,
  state: row.state,
  stateSince: row.stateSince.toISOString(),
  stateDetail: row.stateDetail,
  failures: row.failures,
  failingSince: row.failingSince?.toISOString() ?? null,
  lastFault: row.lastFault,
  waiting: row.waiting,
  givenUp: row.givenUp,
  version: row.version,
  createdAt: row.createdAt.toISOString(),
});

export function showPostback(row: DestinationSummary): z.input<typeof Postback> {
  const { affiliateId, experimentId, offerId, goal, eventKinds, firstSaleOnly, method, url } = row;
  const { minimumMicros, minimumCurrency } = row;
  return {
    ...showHealth(row),
    affiliateId,
    experimentId,
    offerId,
    goal,
    eventKinds,
    minimumAmount:
      minimumMicros === null || minimumCurrency === null
        ? null
        : { amountMicros: minimumMicros, currency: minimumCurrency },
    firstSaleOnly,
    method,
    url,
  };
}

export const showSubscription = (row: DestinationSummary): z.input<typeof Subscription> => ({
  ...showHealth(row),
  url: row.url,
  topics: row.topics,
  secrets: row.secrets.map(({ createdAt, endsAt }) => ({
    createdAt: new Date(createdAt).toISOString(),
    endsAt: endsAt === null ? null : new Date(endsAt).toISOString(),
  })),
});
