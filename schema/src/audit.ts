import * as z from 'zod';
import { ActorKind } from './access.ts';
import { Timestamp } from './time.ts';

/** One change: who, when, what, before and after (C3). Written in the change's own transaction, never altered. */
export const AuditEntry = z.object({
  id: z.string(),
  at: Timestamp,
  actor: z.object({
    kind: ActorKind,
    id: z.string().nullable(),
    name: z.string(),
  }),
  /** `<object>.<what happened>`, e.g. `experiment.started`. */
  action: z.string(),
  objectId: z.string(),
  objectName: z.string().nullable(),
  reason: z.string().nullable(),
  before: z.unknown(),
  after: z.unknown(),
  requestId: z.string().nullable(),
});
export type AuditEntry = z.infer<typeof AuditEntry>;
