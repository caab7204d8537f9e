import { randomUUID } from 'node:crypto';
import type { Deps } from '../../context.ts';
import { createUser } from '../../http/sign-in.ts';
import type { Tx } from '../../io/database.ts';
import type { Identity } from '../../io/identity-provider.ts';
import { type AccountLinkRow, lockOpenInvitesOf } from '../../people/account-links.store.ts';
import { deletePassword, deleteSessions, findUser, findUserByEmail, lockEmail } from '../../people/accounts.store.ts';
import { joinByInvite } from '../../people/join-by-invite.ts';
import { joinWorkspace, type Person } from '../../people/join-workspace.ts';
import { findFirstWorkspaceId, findIdentity, hasIdentity, insertIdentity, markVerified } from './identities.store.ts';

/** Why somebody whom the provider knows is not let in; the sign-in page has words for each. */
export type IdentityRefusal = 'email_unverified' | 'domain_not_allowed' | 'linked_otherwise' | 'not_invited';

export type Entry = { kind: 'entered'; userId: string } | { kind: 'refused'; reason: IdentityRefusal };

/**
 * Finds or makes the account of somebody whom the identity provider vouches for. An account that is there is theirs by its
 * e-mail address only if the provider has verified it. Invites for that address are accepted on the way.
 */
export async function enterByIdentity(deps: Deps, identity: Identity): Promise<Entry> {
  const { email, emailVerified } = identity;
  if (email === null || !emailVerified) return { kind: 'refused', reason: 'email_unverified' };
  const domain = email.slice(email.lastIndexOf('@') + 1);
  if (!deps.config.identityProvider?.emailDomains.includes(domain))
    return { kind: 'refused', reason: 'domain_not_allowed' };
  return deps.db.transaction(async (tx) => {
    await lockEmail(tx, email);
    const invites = await lockOpenInvitesOf(tx, email, new Date(deps.now()));
    const found = await findPerson(tx, deps, { ...identity, email }, invites);
    if (typeof found === 'string') return { kind: 'refused', reason: found };
    for (const invite of invites) await joinByInvite(tx, { ...deps, requestId: null }, found, invite);
    return { kind: 'entered', userId: found.id };
  });
}

type Known = Identity & { email: string };

async function findPerson(
  tx: Tx,
  deps: Deps,
  identity: Known,
  invites: readonly AccountLinkRow[],
): Promise<Person | IdentityRefusal> {
  const accountId = `${identity.issuer}#${identity.subject}`;
  const linkedId = await findIdentity(tx, accountId);
  if (linkedId !== null) return (await findUser(tx, linkedId)) ?? 'not_invited';
  const known = await findUserByEmail(tx, identity.email);
  // The address was given to somebody else: this account was another's.
  if (known && (await hasIdentity(tx, known.id))) return 'linked_otherwise';
  const person = known ?? (await makePerson(tx, deps, identity, invites));
  if (typeof person === 'string') return person;
  const now = new Date(deps.now());
  if (known && !known.emailVerified) await claim(tx, known.id, now);
  await insertIdentity(tx, { id: randomUUID(), userId: person.id, accountId, at: now });
  return person;
}

/** Until now nobody had shown that the address is theirs: whoever set the account up keeps no way into it. */
async function claim(tx: Tx, userId: string, now: Date): Promise<void> {
  await deletePassword(tx, userId);
  await deleteSessions(tx, userId);
  await markVerified(tx, userId, now);
}

/** Only somebody new gets the default role: who was taken out of a workspace does not come back by signing in again. */
async function makePerson(
  tx: Tx,
  deps: Deps,
  { email, name }: Known,
  invites: readonly AccountLinkRow[],
): Promise<Person | IdentityRefusal> {
  const role = deps.config.identityProvider?.defaultRole ?? null;
  const workspaceId = invites.length === 0 && role !== null ? await findFirstWorkspaceId(tx) : null;
  if (invites.length === 0 && workspaceId === null) return 'not_invited';
  const person = await createUser(
    { ...deps, db: tx },
    { name: name ?? email, email, password: null, emailVerified: true },
  );
  if (workspaceId !== null && role !== null)
    await joinWorkspace(tx, { ...deps, requestId: null }, person, { workspaceId, role });
  return person;
}
