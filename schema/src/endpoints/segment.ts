import * as z from 'zod';
import { SegmentSourceId } from '../ids.ts';
import { DEFAULT_STEP_RULES, PageEventSetup, StepRules } from '../page-event.ts';
import {
  CreateSegmentSource,
  RotateSegmentSecret,
  SegmentCall,
  SegmentSource,
  SegmentSourceWithSecret,
} from '../segment-source.ts';
import { endpoint, Page, pageOf } from './endpoint.ts';

const ofSource = z.object({ segmentSourceId: SegmentSourceId });

export const segmentEndpoints = {
  listSegmentSources: endpoint({
    method: 'get',
    path: '/v1/segment-sources',
    summary: 'Where Segment delivers page events to, with how each is doing',
    permission: 'buyer:read',
    query: z.object(Page),
    response: pageOf(SegmentSource),
    problems: ['validation_failed'],
  }),
  createSegmentSource: endpoint({
    method: 'post',
    path: '/v1/segment-sources',
    summary: 'Add a source of page events; its shared secret is shown in this answer only',
    permission: 'buyer:admin',
    body: CreateSegmentSource,
    response: SegmentSourceWithSecret,
    status: 201,
    idempotent: true,
    problems: ['validation_failed', 'name_taken', 'idempotency_key_reused'],
  }),
  rotateSegmentSecret: endpoint({
    method: 'post',
    path: '/v1/segment-sources/{segmentSourceId}/rotate-secret',
    summary: 'Give a source another secret, shown in this answer only; the one before it opens for a while',
    permission: 'buyer:admin',
    params: ofSource,
    body: RotateSegmentSecret,
    response: SegmentSourceWithSecret,
    idempotent: true,
    problems: ['validation_failed', 'not_found', 'idempotency_key_reused'],
  }),
  removeSegmentSource: endpoint({
    method: 'delete',
    path: '/v1/segment-sources/{segmentSourceId}',
    summary: 'Take nothing from a source any more; what it brought stays',
    permission: 'buyer:admin',
    params: ofSource,
    response: z.object({ removed: z.literal(true) }),
    problems: ['not_found'],
  }),
  listSegmentCalls: endpoint({
    method: 'get',
    path: '/v1/segment-sources/{segmentSourceId}/calls',
    summary: 'What Segment delivered in the last days, newest first',
    permission: 'buyer:read',
    params: ofSource,
    query: z.object({ ...Page, show: z.enum(['all', 'faults']).default('all') }),
    response: pageOf(SegmentCall),
    problems: ['validation_failed', 'not_found'],
  }),
  getPageEventSetup: endpoint({
    method: 'get',
    path: '/v1/page-events',
    summary: 'Which messages mean which step, and what has come lately',
    permission: 'experiment:read',
    response: PageEventSetup,
    problems: [],
  }),
  changePageEventSetup: endpoint({
    method: 'put',
    path: '/v1/page-events',
    summary: 'Say which messages mean which step; what came in the last seven days and meant nothing is read again',
    permission: 'experiment:write',
    body: z.object({ rules: StepRules }),
    example: { rules: DEFAULT_STEP_RULES },
    response: PageEventSetup,
    ifMatch: 'required',
    problems: ['validation_failed', 'stale_version', 'precondition_required'],
  }),
} as const;
