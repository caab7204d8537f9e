import * as z from 'zod';
import { Role } from './access.ts';
import { WorkspaceId } from './ids.ts';
import { Currency } from './money.ts';
import { Timestamp } from './time.ts';

const WorkspaceName = z.string().trim().min(1, 'is missing').max(80);

const Timezone = z.string().max(64).refine(isTimezone, 'must be a timezone of the IANA list, such as America/New_York');

/** Not so short that a buyer's report would find its click gone: by default it may come 90 days after it. */
export const SHORTEST_RETENTION_DAYS = 30;
const ClickRetentionDays = z
  .int('must be a whole number of days')
  .min(SHORTEST_RETENTION_DAYS, `must be ${SHORTEST_RETENTION_DAYS} days or more`)
  .max(3_650, 'must be 3650 days or fewer');

/** A team or client. Every row belongs to one, and nobody sees another's. */
export const Workspace = z.object({
  id: WorkspaceId,
  name: z.string(),
  /** Of new experiments; one that is there keeps its own. */
  currency: Currency,
  /** All times are shown in it. */
  timezone: z.string(),
  /** Whether a second person must approve what alters where a live experiment's clicks go (C9). */
  needsApproval: z.boolean(),
  /** For so long a click is kept; what is counted of it, and its money, stay (R24). */
  clickRetentionDays: z.int(),
  version: z.int(),
  createdAt: Timestamp,
});
export type Workspace = z.infer<typeof Workspace>;

export const CreateWorkspace = z.object({
  name: WorkspaceName,
  currency: Currency.default('USD'),
  timezone: Timezone.default('UTC'),
});
export type CreateWorkspace = z.infer<typeof CreateWorkspace>;

export const ChangeWorkspace = z
  .object({
    name: WorkspaceName,
    currency: Currency,
    timezone: Timezone,
    needsApproval: z.boolean(),
    clickRetentionDays: ClickRetentionDays,
  })
  .partial()
  .refine((change) => Object.keys(change).length > 0, 'names nothing to change');
export type ChangeWorkspace = z.infer<typeof ChangeWorkspace>;

/** A workspace that the caller may work in; `role` is null for a program. */
export const WorkspaceChoice = z.object({ id: WorkspaceId, name: z.string(), role: Role.nullable() });
export type WorkspaceChoice = z.infer<typeof WorkspaceChoice>;

function isTimezone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
