import * as z from 'zod';
import { ActorKind } from '../access.ts';
import { AuditEntry } from '../audit.ts';
import { AuditEntryId } from '../ids.ts';
import { endpoint, Page, pageOf, TimeRange } from './endpoint.ts';

export const auditEndpoints = {
  listAudit: endpoint({
    method: 'get',
    path: '/v1/audit',
    summary: 'Every change anyone or anything made, newest first',
    permission: 'audit:read',
    query: z.object({
      ...Page,
      ...TimeRange,
      objectId: z.string().max(64).optional(),
      actorKind: ActorKind.optional(),
      actorId: z.string().max(64).optional(),
      /** Exactly one, such as `experiment.started`. */
      action: z.string().max(64).optional(),
    }),
    csv: true,
    response: pageOf(AuditEntry),
    problems: ['validation_failed'],
  }),
  getAuditEntry: endpoint({
    method: 'get',
    path: '/v1/audit/{auditEntryId}',
    summary: 'One change: who, when, before and after',
    permission: 'audit:read',
    params: z.object({ auditEntryId: AuditEntryId }),
    response: AuditEntry,
    problems: ['not_found'],
  }),
} as const;
