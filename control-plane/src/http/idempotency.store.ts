import { idempotencyKeys } from '@alyson/schema/tables';
import { and, eq, lt } from 'drizzle-orm';
import type { Database, Tx } from '../io/database.ts';
import type { SealedAnswer } from './sealed-answer.ts';

interface Key {
  workspaceId: string;
  key: string;
}

/**
 * Takes a key for this transaction. Another request with the same key waits here until the first has ended.
 *
 * @returns false when the key was used before
 */
export async function takeKey(tx: Tx, { workspaceId, key }: Key, requestSha256: string, now: Date): Promise<boolean> {
  const taken = await tx
    .insert(idempotencyKeys)
    .values({ workspaceId, key, requestSha256, status: 0, response: { sealed: '' }, createdAt: now })
    .onConflictDoNothing()
    .returning({ key: idempotencyKeys.key });
  return taken.length > 0;
}

export async function readAnswer(tx: Tx, { workspaceId, key }: Key) {
  const [answer] = await tx
    .select({
      requestSha256: idempotencyKeys.requestSha256,
      status: idempotencyKeys.status,
      response: idempotencyKeys.response,
    })
    .from(idempotencyKeys)
    .where(and(eq(idempotencyKeys.workspaceId, workspaceId), eq(idempotencyKeys.key, key)));
  return answer ?? null;
}

export async function keepAnswer(
  tx: Tx,
  { workspaceId, key }: Key,
  status: number,
  response: SealedAnswer,
): Promise<void> {
  await tx
    .update(idempotencyKeys)
    .set({ status, response })
    .where(and(eq(idempotencyKeys.workspaceId, workspaceId), eq(idempotencyKeys.key, key)));
}

export async function deleteAnswersBefore(db: Database, before: Date): Promise<void> {
  await db.delete(idempotencyKeys).where(lt(idempotencyKeys.createdAt, before));
}
