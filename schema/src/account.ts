import * as z from 'zod';
import { Password } from './member.ts';
import { Timestamp } from './time.ts';

/** A person's own account, whichever workspaces they belong to. */
export const Account = z.object({
  name: z.string(),
  email: z.string(),
  /** False for who signs in through the identity provider only. */
  hasPassword: z.boolean(),
});
export type Account = z.infer<typeof Account>;

export const ChangePassword = z.object({
  currentPassword: z.string().min(1, 'is missing').max(128),
  newPassword: Password,
});
export type ChangePassword = z.infer<typeof ChangePassword>;

/** One place where a person is signed in. */
export const Session = z.object({
  id: z.string(),
  /** Whether it is the one that asks. */
  isCurrent: z.boolean(),
  userAgent: z.string().nullable(),
  address: z.string().nullable(),
  createdAt: Timestamp,
  expiresAt: Timestamp,
});
export type Session = z.infer<typeof Session>;

/** Which ways in there are, for the sign-in page. */
export const SignInOptions = z.object({
  password: z.boolean(),
  /** Where the identity provider's sign-in begins, and what to call it; null where none is configured. */
  identityProvider: z.object({ label: z.string(), url: z.string() }).nullable(),
});
export type SignInOptions = z.infer<typeof SignInOptions>;
