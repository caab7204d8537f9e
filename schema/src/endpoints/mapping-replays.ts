import * as z from 'zod';
import { BuyerId, idOf } from '../ids.ts';
import { MappingReplay, StartReplay } from '../mapping-replay.ts';
import { endpoint, Page, pageOf } from './endpoint.ts';

const ofBuyer = z.object({ buyerId: BuyerId });
const ofReplay = ofBuyer.extend({ replayId: idOf('mappingReplay') });

export const mappingReplaysEndpoints = {
  listReplays: endpoint({
    method: 'get',
    path: '/v1/buyers/{buyerId}/mapping-replays',
    summary: "Where a buyer's stored reports were read anew, newest first",
    permission: 'buyer:read',
    params: ofBuyer,
    query: z.object(Page),
    response: pageOf(MappingReplay),
    problems: ['validation_failed', 'not_found'],
  }),
  startReplay: endpoint({
    method: 'post',
    path: '/v1/buyers/{buyerId}/mapping-replays',
    summary: 'Read stored reports anew by a version of the mapping: at first only to tell what would differ',
    permission: 'buyer:admin',
    params: ofBuyer,
    body: StartReplay,
    example: { mappingVersion: 1, from: '2026-11-01T00:00:00.000Z', to: '2026-12-01T00:00:00.000Z' },
    response: MappingReplay,
    status: 201,
    idempotent: true,
    problems: ['validation_failed', 'not_found', 'replay_refused', 'idempotency_key_reused'],
  }),
  applyReplay: endpoint({
    method: 'post',
    path: '/v1/buyers/{buyerId}/mapping-replays/{replayId}/apply',
    summary: 'Put the new reading in the place of the old one, in the background',
    permission: 'buyer:admin',
    params: ofReplay,
    response: MappingReplay,
    problems: ['not_found', 'replay_refused'],
  }),
  cancelReplay: endpoint({
    method: 'post',
    path: '/v1/buyers/{buyerId}/mapping-replays/{replayId}/cancel',
    summary: 'Stop reading anew; what is done so far stays',
    permission: 'buyer:admin',
    params: ofReplay,
    response: MappingReplay,
    problems: ['not_found', 'replay_refused'],
  }),
} as const;
