import { accounts, sessions, users } from '@alyson/schema/tables';
import { and, desc, eq, gt, ne, sql } from 'drizzle-orm';
import type { Database, Tx } from '../io/database.ts';

/** As the sign-in library calls an account with a password. */
const CREDENTIAL = 'credential';

/** Of two that make an account for one address, the second finds the first's. */
export async function lockEmail(tx: Tx, email: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`account ${email}`}, 0))`);
}

export async function findUserByEmail(db: Database, email: string) {
  const [user] = await db.select().from(users).where(eq(users.email, email.toLowerCase()));
  return user ?? null;
}

export async function findUser(db: Database, id: string) {
  const [user] = await db.select().from(users).where(eq(users.id, id));
  return user ?? null;
}

const passwordOf = (userId: string) => and(eq(accounts.userId, userId), eq(accounts.providerId, CREDENTIAL));

/** @returns null for who has no password */
export async function findPasswordHash(db: Database, userId: string): Promise<string | null> {
  const [account] = await db.select({ password: accounts.password }).from(accounts).where(passwordOf(userId));
  return account?.password ?? null;
}

export interface NewAccount {
  id: string;
  userId: string;
  at: Date;
}

export async function setPasswordHash(tx: Tx, { id, userId, at }: NewAccount, password: string): Promise<void> {
  await tx
    .insert(accounts)
    .values({ id, userId, providerId: CREDENTIAL, accountId: userId, password, createdAt: at, updatedAt: at })
    .onConflictDoUpdate({
      target: [accounts.providerId, accounts.accountId],
      set: { password, updatedAt: at },
    });
}

export async function deletePassword(tx: Tx, userId: string): Promise<void> {
  await tx.delete(accounts).where(passwordOf(userId));
}

export function findSessions(db: Database, userId: string, now: Date) {
  return db
    .select()
    .from(sessions)
    .where(and(eq(sessions.userId, userId), gt(sessions.expiresAt, now)))
    .orderBy(desc(sessions.createdAt), desc(sessions.id))
    .limit(200);
}

/** Ends a person's sessions: from then on their cookies are worth nothing. @returns how many there were */
export async function deleteSessions(
  db: Database,
  userId: string,
  which: { only?: string; except?: string } = {},
): Promise<number> {
  const ended = await db
    .delete(sessions)
    .where(
      and(
        eq(sessions.userId, userId),
        which.only === undefined ? undefined : eq(sessions.id, which.only),
        which.except === undefined ? undefined : ne(sessions.id, which.except),
      ),
    )
    .returning({ id: sessions.id });
  return ended.length;
}
