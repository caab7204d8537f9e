import type { PageStep } from '@alyson/schema';
import { clickSteps, clicks, pageEvents } from '@alyson/schema/tables';
import { and, asc, eq, inArray, type SQL, sql } from 'drizzle-orm';
import type { FunnelClick } from '../../funnel/count-visits.ts';
import type { Tx } from '../../io/database.ts';

export type NewPageEvent = Omit<typeof pageEvents.$inferInsert, 'clickId' | 'isDue'>;
export type PageEventRow = typeof pageEvents.$inferSelect;

/** Stores each message once; what is new has its click still to be looked for. @returns the new ones, as they were given */
export async function insertPageEvents(tx: Tx, events: readonly NewPageEvent[]): Promise<NewPageEvent[]> {
  if (events.length === 0) return [];
  const nameOf = (event: Pick<NewPageEvent, 'workspaceId' | 'messageDigest'>) =>
    `${event.workspaceId} ${Buffer.from(event.messageDigest).toString('hex')}`;
  // In one order for everybody: two who store the same messages must not wait for each other in a circle.
  const unique = [...new Map(events.toReversed().map((event) => [nameOf(event), event])).entries()].sort(([a], [b]) =>
    a < b ? -1 : 1,
  );
  const rows = unique.map(([, event]) => event);
  const column = (type: string, value: (event: NewPageEvent) => unknown) =>
    sql`${sql.param(rows.map(value))}::${sql.raw(type)}[]`;
  const columns = [
    column('text', (event) => event.workspaceId),
    column('bytea', (event) => Buffer.from(event.messageDigest)),
    column('text', (event) => event.callId),
    column('text', (event) => event.step),
    column('bytea', (event) => Buffer.from(event.keyDigest)),
    column('timestamptz', (event) => event.occurredAt.toISOString()),
    column('timestamptz', (event) => event.receivedAt.toISOString()),
  ];
  const { rows: stored } = await tx.execute<{ workspaceId: string; messageDigest: Buffer }>(sql`
    insert into ${pageEvents} (workspace_id, message_digest, call_id, step, key_digest, occurred_at, received_at, is_due)
    select given.*, true from unnest(${sql.join(columns, sql`, `)}) as given
    on conflict do nothing returning workspace_id as "workspaceId", message_digest as "messageDigest"`);
  const isNew = new Set(stored.map(nameOf));
  return unique.filter(([name]) => isNew.has(name)).map(([, event]) => event);
}

/** Those whose click is to be looked for, the oldest first; they are this transaction's until its end. */
export function takeDue(tx: Tx, limit: number): Promise<PageEventRow[]> {
  return tx
    .select()
    .from(pageEvents)
    .where(eq(pageEvents.isDue, true))
    .orderBy(asc(pageEvents.receivedAt))
    .limit(limit)
    .for('update', { skipLocked: true });
}

/** The same of chosen ones. */
export function takeAgain(tx: Tx, events: readonly PageEventRow[]): Promise<PageEventRow[]> {
  return tx
    .select()
    .from(pageEvents)
    .where(and(eq(pageEvents.isDue, true), isOneOf(events)))
    .for('update', { skipLocked: true });
}

export async function giveClicks(tx: Tx, found: readonly (PageEventRow & { clickId: string })[]): Promise<void> {
  await tx.execute(sql`
    update ${pageEvents} set click_id = given.click_id, is_due = false
    from unnest(${namesOf(found)}, ${sql.param(found.map((event) => event.clickId))}::text[])
      as given(workspace_id, message_digest, click_id)
    where page_events.workspace_id = given.workspace_id and page_events.message_digest = given.message_digest`);
}

/** From now on only a click that comes looks for them. */
export async function letWait(tx: Tx, events: readonly PageEventRow[]): Promise<void> {
  await tx.update(pageEvents).set({ isDue: false }).where(isOneOf(events));
}

const isOneOf = (events: readonly PageEventRow[]): SQL =>
  sql`(${pageEvents.workspaceId}, ${pageEvents.messageDigest}) in (select * from unnest(${namesOf(events)}))`;

const namesOf = (events: readonly PageEventRow[]): SQL =>
  sql`${sql.param(events.map((event) => event.workspaceId))}::text[],
    ${sql.param(events.map((event) => Buffer.from(event.messageDigest)))}::bytea[]`;

export interface NewStep {
  clickId: string;
  step: PageStep;
  workspaceId: string;
  clickedAt: Date;
  reportedAt: Date;
}

/** @returns the steps that their clicks had not taken before */
export async function insertSteps(tx: Tx, steps: readonly NewStep[]): Promise<NewStep[]> {
  if (steps.length === 0) return [];
  const stored = await tx
    .insert(clickSteps)
    .values([...steps])
    .onConflictDoNothing()
    .returning({ clickId: clickSteps.clickId, step: clickSteps.step });
  const isNew = new Set(stored.map(({ clickId, step }) => `${clickId} ${step}`));
  return steps.filter(({ clickId, step }) => isNew.has(`${clickId} ${step}`));
}

/** By id. */
export async function readFunnelClicks(tx: Tx, ids: readonly string[]): Promise<Map<string, FunnelClick>> {
  const { id, experimentId, agentId, affiliateId, source, clickedAt, isBot, reason } = clicks;
  const rows = await tx
    .select({ id, experimentId, agentId, affiliateId, source, clickedAt, isBot, reason })
    .from(clicks)
    .where(inArray(id, [...ids]));
  return new Map(rows.map(({ id: clickId, ...click }) => [clickId, click]));
}
