import * as z from 'zod';
import { AuditEntry } from '../audit.ts';
import { endpoint, Page, pageOf } from './endpoint.ts';

export const auditEndpoints = {
  listAudit: endpoint({
    method: 'get',
    path: '/v1/audit',
    summary: 'Every change anyone or anything made, newest first',
    permission: 'audit:read',
    query: z.object({ ...Page, objectId: z.string().max(64).optional() }),
    response: pageOf(AuditEntry),
    problems: ['validation_failed'],
  }),
} as const;
