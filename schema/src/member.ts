import * as z from 'zod';
import { Role } from './access.ts';
import { AccountLinkId, UserId } from './ids.ts';
import { Timestamp } from './time.ts';

/**
 * A new password. Length is what counts: no rule about digits or signs makes people choose better ones. The longest is
 * bounded because hashing takes time.
 */
export const Password = z
  .string()
  .min(12, 'must have 12 characters or more')
  .max(128, 'must have 128 characters or fewer')
  .refine((text) => new Set(text).size >= 5, 'repeats the same few characters');

const Email = z.string().trim().max(254).toLowerCase().pipe(z.email('must be an e-mail address'));

/** A person of a workspace. */
export const Member = z.object({
  userId: UserId,
  name: z.string(),
  email: z.string(),
  role: Role,
  joinedAt: Timestamp,
  /** To within some minutes; null: never yet. */
  lastSeenAt: Timestamp.nullable(),
  /** Tokens in force that they made here. They stay when the person goes, unless told otherwise. */
  apiTokens: z.int(),
});
export type Member = z.infer<typeof Member>;

export const ChangeMember = z.object({ role: Role });

/** An invite that waits to be accepted. */
export const Invite = z.object({
  id: AccountLinkId,
  email: z.string(),
  role: Role,
  invitedBy: z.string(),
  createdAt: Timestamp,
  expiresAt: Timestamp,
});
export type Invite = z.infer<typeof Invite>;

export const CreateInvite = z.object({ email: Email, role: Role });
export type CreateInvite = z.infer<typeof CreateInvite>;

/** The answer to inviting: the only time its link is shown. It is sent by whoever invites. */
export const InviteWithLink = z.object({ invite: Invite, url: z.string() });
export type InviteWithLink = z.infer<typeof InviteWithLink>;

/** A link that sets a new password once; shown in this answer only. */
export const PasswordResetLink = z.object({ email: z.string(), url: z.string(), expiresAt: Timestamp });
export type PasswordResetLink = z.infer<typeof PasswordResetLink>;

/** What stands behind the `#` of a one-time link. It is never part of an address that a server logs. */
export const LinkSecret = z.string().min(1).max(200);

/** What a one-time link is for, as its bearer may know. */
export const AccountLink = z.object({
  kind: z.enum(['invite', 'reset']),
  email: z.string(),
  workspaceName: z.string(),
  /** Of an invite. */
  role: Role.nullable(),
  /** Whether the person has an account already: to accept an invite they then sign in, and choose no password. */
  hasAccount: z.boolean(),
  expiresAt: Timestamp,
});
export type AccountLink = z.infer<typeof AccountLink>;

export const AcceptInvite = z.object({
  secret: LinkSecret,
  /** Of a new account; who has one is known by their session. */
  name: z.string().trim().min(1, 'is missing').max(120).optional(),
  password: Password.optional(),
});
export type AcceptInvite = z.infer<typeof AcceptInvite>;

export const ResetPassword = z.object({ secret: LinkSecret, password: Password });
export type ResetPassword = z.infer<typeof ResetPassword>;
