import * as z from 'zod';
import { Buyer, BuyerReport, BuyerWithSecret, ChangeTuneSetup, CreateBuyer, ReportOutcome } from '../buyer.ts';
import { BuyerEvent, BuyerEventKind } from '../buyer-event.ts';
import { BuyerId, ExperimentId } from '../ids.ts';
import { endpoint, Page, pageOf, Search, TimeRange } from './endpoint.ts';

export const buyersEndpoints = {
  listBuyers: endpoint({
    method: 'get',
    path: '/v1/buyers',
    summary: 'Buyers with how they are reporting',
    permission: 'buyer:read',
    query: z.object({ ...Page, ...Search }),
    response: pageOf(Buyer),
    problems: ['validation_failed'],
  }),
  createBuyer: endpoint({
    method: 'post',
    path: '/v1/buyers',
    summary: 'Add a buyer; its webhook secret is shown in this answer only',
    permission: 'buyer:admin',
    body: CreateBuyer,
    response: BuyerWithSecret,
    status: 201,
    idempotent: true,
    problems: ['validation_failed', 'name_taken', 'idempotency_key_reused'],
  }),
  listReports: endpoint({
    method: 'get',
    path: '/v1/buyers/{buyerId}/reports',
    summary: "A buyer's reports as they came, newest first",
    permission: 'buyer:read',
    params: z.object({ buyerId: BuyerId }),
    query: z.object({ ...Page, outcome: ReportOutcome.optional() }),
    response: pageOf(BuyerReport),
    problems: ['validation_failed', 'not_found'],
  }),
  changeTuneSetup: endpoint({
    method: 'put',
    path: '/v1/buyers/{buyerId}/tune',
    summary: "How a buyer's conversions in TUNE's manner are known to be its own; the token is not shown again",
    permission: 'buyer:admin',
    params: z.object({ buyerId: BuyerId }),
    body: ChangeTuneSetup,
    response: Buyer,
    ifMatch: 'required',
    problems: ['validation_failed', 'not_found', 'stale_version', 'precondition_required', 'token_taken'],
  }),
  listUnclaimedReports: endpoint({
    method: 'get',
    path: '/v1/unclaimed-reports',
    summary: "Conversions in TUNE's manner that no buyer could be told from, newest first; they count nowhere",
    permission: 'buyer:read',
    query: z.object(Page),
    response: pageOf(BuyerReport),
    problems: ['validation_failed'],
  }),
  listBuyerEvents: endpoint({
    method: 'get',
    path: '/v1/buyer-events',
    summary: 'Leads, sales and their changes, newest first; orphans on demand',
    permission: 'buyer:read',
    query: z.object({
      ...Page,
      ...TimeRange,
      experimentId: ExperimentId.optional(),
      buyerId: BuyerId.optional(),
      kind: BuyerEventKind.optional(),
      utmContent: z.string().max(16_384).optional(),
      joined: z.enum(['any', 'joined', 'orphan']).default('any'),
    }),
    csv: true,
    response: pageOf(BuyerEvent),
    problems: ['validation_failed'],
  }),
} as const;
