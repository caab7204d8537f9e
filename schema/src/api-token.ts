import * as z from 'zod';
import { Permission, Role } from './access.ts';
import { ApiTokenId } from './ids.ts';
import { Timestamp } from './time.ts';

/** A program's credential, in one workspace. */
export const ApiToken = z.object({
  id: ApiTokenId,
  name: z.string(),
  permissions: z.array(Permission),
  /** The last characters of the token, to tell it by; null for one of the configuration. */
  ending: z.string().nullable(),
  /** Whether the configuration holds it: it is changed there. */
  isConfigured: z.boolean(),
  createdBy: z.string().nullable(),
  createdAt: Timestamp,
  /** Null: it does not expire. */
  expiresAt: Timestamp.nullable(),
  /** To within a minute; null: never yet. */
  lastUsedAt: Timestamp.nullable(),
  revokedAt: Timestamp.nullable(),
});
export type ApiToken = z.infer<typeof ApiToken>;

/** What the token may do: all that a role may, or the permissions named. Never more than whoever makes it. */
export const CreateApiToken = z
  .object({
    name: z.string().trim().min(1, 'is missing').max(80),
    role: Role.optional(),
    permissions: z.array(Permission).min(1, 'names nothing').max(20).optional(),
    expiresAt: Timestamp.nullable(),
  })
  .refine(({ role, permissions }) => (role === undefined) !== (permissions === undefined), {
    path: ['role'],
    message: 'or permissions must be given, and not both',
  });
export type CreateApiToken = z.infer<typeof CreateApiToken>;

/** The answer to making a token: the only time it is shown. */
export const ApiTokenWithSecret = z.object({ apiToken: ApiToken, secret: z.string() });
export type ApiTokenWithSecret = z.infer<typeof ApiTokenWithSecret>;
