import { ramps } from '@alyson/schema/tables';
import { and, desc, eq, inArray } from 'drizzle-orm';
import type { Database, Tx } from '../io/database.ts';

export type RampRow = typeof ramps.$inferSelect;
export type NewRamp = typeof ramps.$inferInsert;
export type RampChange = Partial<Omit<RampRow, 'id' | 'workspaceId' | 'experimentId'>>;

const isUnderWay = inArray(ramps.state, ['running', 'paused']);

/** An experiment's newest ramp, however it went. */
export async function readNewestRamp(db: Database, experimentId: string): Promise<RampRow | null> {
  const [newest] = await db
    .select()
    .from(ramps)
    .where(eq(ramps.experimentId, experimentId))
    .orderBy(desc(ramps.startedAt), desc(ramps.id))
    .limit(1);
  return newest ?? null;
}

/** The ramp that has steps before it, if there is one. Its experiment must be locked. */
export async function readRampUnderWay(db: Database, experimentId: string): Promise<RampRow | null> {
  const [ramp] = await db
    .select()
    .from(ramps)
    .where(and(eq(ramps.experimentId, experimentId), isUnderWay));
  return ramp ?? null;
}

export async function updateRamp(tx: Tx, id: string, change: RampChange): Promise<void> {
  await tx.update(ramps).set(change).where(eq(ramps.id, id));
}
