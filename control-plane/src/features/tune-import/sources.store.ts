import type { TuneSourceKind } from '@alyson/schema';
import { links, tuneLinks, tuneSources } from '@alyson/schema/tables';
import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Database, Tx } from '../../io/database.ts';

export type SourceRow = typeof tuneSources.$inferSelect;
type TuneLinkRow = typeof tuneLinks.$inferSelect;

/** Everything that was ever imported into a workspace. */
export const readSources = (db: Database, workspaceId: string): Promise<SourceRow[]> =>
  db.select().from(tuneSources).where(eq(tuneSources.workspaceId, workspaceId));

export async function insertSource(tx: Tx, source: SourceRow, imported: readonly TuneLinkRow[]): Promise<void> {
  await tx.insert(tuneSources).values(source);
  if (imported.length > 0) await tx.insert(tuneLinks).values([...imported]);
}

/** A person has taken note of what TUNE says now. */
export async function updateFacts(
  tx: Tx,
  { workspaceId, kind, id }: { workspaceId: string; kind: TuneSourceKind; id: string },
  facts: Record<string, string>,
): Promise<void> {
  const own = and(eq(tuneSources.workspaceId, workspaceId), eq(tuneSources.kind, kind), eq(tuneSources.tuneId, id));
  await tx.update(tuneSources).set({ facts }).where(own);
}

/** Until the transaction ends nobody else applies an import here: two at once would make everything twice. */
export async function lockImporting(tx: Tx, workspaceId: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`tune-import/${workspaceId}`}, 0))`);
}

const CHUNK = 5_000;

/** Which of these addresses lead somewhere already, in whatever workspace. */
export async function findTaken(db: Database, addresses: readonly string[]): Promise<Set<string>> {
  const taken = new Set<string>();
  for (let start = 0; start < addresses.length; start += CHUNK) {
    const rows = await db
      .select({ address: links.address })
      .from(links)
      .where(inArray(links.address, addresses.slice(start, start + CHUNK)));
    for (const { address } of rows) taken.add(address);
  }
  return taken;
}
