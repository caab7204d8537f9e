import { type endpoints, type FieldProblem, ProblemError } from '@alyson/schema';
import type { Answer, Input } from '../../http/mount.ts';
import type { PublicContext } from '../../http/mount-public.ts';
import { createUser, type SignedInUser } from '../../http/sign-in.ts';
import { invalidFields } from '../../http/validate.ts';
import type { Tx } from '../../io/database.ts';
import type { AccountLinkRow } from '../../people/account-links.store.ts';
import { findUserByEmail, lockEmail } from '../../people/accounts.store.ts';
import { joinByInvite } from '../../people/join-by-invite.ts';
import { withAccountLink } from './with-account-link.ts';

type AcceptInvite = typeof endpoints.acceptInvite;

/**
 * Joins a workspace by an invite. Who has an account proves it by their session: the link alone lets nobody into an account
 * that is there. Else an account is made, with a password.
 *
 * @throws ProblemError `link_invalid`, `unauthenticated`, `forbidden`, `validation_failed`
 */
export function acceptInvite(ctx: PublicContext, { body }: Input<AcceptInvite>): Promise<Answer<AcceptInvite>> {
  return withAccountLink(ctx, body.secret, async (tx, link) => {
    if (link.kind !== 'invite') throw new ProblemError('link_invalid');
    await lockEmail(tx, link.email);
    const known = await findUserByEmail(tx, link.email);
    const user = known ? provenPerson(ctx, link.email) : await newPerson(tx, ctx, link, body);
    await joinByInvite(tx, ctx, user, link);
    return { email: link.email };
  });
}

function provenPerson({ person }: PublicContext, email: string): SignedInUser {
  if (!person) throw new ProblemError('unauthenticated', `Sign in as ${email} to accept this invite.`);
  if (person.email !== email)
    throw new ProblemError('forbidden', `This invite is for ${email}, and you are signed in as ${person.email}.`);
  return person;
}

function newPerson(
  tx: Tx,
  ctx: PublicContext,
  { email }: AccountLinkRow,
  { name, password }: Input<AcceptInvite>['body'],
): Promise<SignedInUser> {
  if (!ctx.config.passwordSignIn)
    throw new ProblemError(
      'forbidden',
      'Nobody signs in with a password here. Use the identity provider: it accepts the invite.',
    );
  const missing: FieldProblem[] = [];
  if (name === undefined) missing.push({ pointer: '#/name', detail: 'is missing' });
  if (password === undefined) missing.push({ pointer: '#/password', detail: 'is missing' });
  if (name === undefined || password === undefined) throw invalidFields(missing);
  // Whoever bears the link says so; nobody has seen them read that mailbox.
  return createUser({ ...ctx, db: tx }, { name, email, password, emailVerified: false });
}
