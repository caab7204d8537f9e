import * as z from 'zod';
import { ClickDelivery, ClickId, ClickSummary, DecisionReason, MAX_CLICKS_PER_DELIVERY } from '../click.ts';
import { ClickLedger, LedgerId } from '../click-ledger.ts';
import { EraseVisitor, Erasure } from '../erasure.ts';
import { AgentId, ExperimentId } from '../ids.ts';
import { endpoint, Page, pageOf, TimeRange } from './endpoint.ts';

export const clicksEndpoints = {
  listClicks: endpoint({
    method: 'get',
    path: '/v1/clicks',
    summary: 'Stored clicks, newest first',
    permission: 'experiment:read',
    query: z.object({
      ...Page,
      experimentId: ExperimentId.optional(),
      agentId: AgentId.optional(),
      ...TimeRange,
      utmContent: z.string().max(16_384).optional(),
      reason: DecisionReason.optional(),
      affiliateId: z.string().min(1).max(500).optional(),
      country: z
        .string()
        .regex(/^[A-Z]{2}$/, 'must be a country code of two capital letters, such as US')
        .optional(),
      bots: z.enum(['include', 'exclude', 'only']).default('include'),
    }),
    csv: true,
    response: pageOf(ClickSummary),
    problems: ['validation_failed'],
  }),
  getClick: endpoint({
    method: 'get',
    path: '/v1/clicks/{clickId}',
    summary: 'One stored click with the furthest a buyer has reported of it',
    permission: 'experiment:read',
    params: z.object({ clickId: ClickId }),
    response: ClickSummary,
    problems: ['not_found'],
  }),
  deliverClicks: endpoint({
    method: 'post',
    path: '/v1/clicks',
    summary: 'Clicks from an edge, at least once each; stored exactly once by their id',
    permission: 'edge:deliver',
    body: z.object({
      /** In whose books these clicks are; absent where no router keeps any. */
      ledgerId: LedgerId.optional(),
      clicks: z.array(z.unknown()).min(1).max(MAX_CLICKS_PER_DELIVERY),
    }),
    response: ClickDelivery,
    problems: ['validation_failed', 'unavailable'],
  }),
  eraseVisitor: endpoint({
    method: 'post',
    path: '/v1/erasures',
    summary: 'Erase what is known of a visitor, by key or click id; counts and money stay',
    permission: 'workspace:admin',
    body: EraseVisitor,
    example: { utmContent: '102f8e2c4b1d9a' },
    response: Erasure,
    problems: ['validation_failed'],
  }),
  getClickLedger: endpoint({
    method: 'get',
    path: '/v1/click-ledger',
    summary: 'Where every answered click has gone: the books of each router beside what is stored, with the sum',
    permission: 'experiment:read',
    response: ClickLedger,
    problems: [],
  }),
} as const;
