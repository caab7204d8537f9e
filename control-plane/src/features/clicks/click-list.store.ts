import type { DecisionReason } from '@alyson/schema';
import { agents, buyerEvents, clickKeys, clicks, experiments } from '@alyson/schema/tables';
import { and, desc, eq, inArray, isNull, type SQL, sql } from 'drizzle-orm';
import type { PageKey } from '../../http/page.ts';
import type { Database } from '../../io/database.ts';
import { isAfter, isWithin } from '../../io/database-paging.ts';

export interface ClickFilter {
  workspaceId: string;
  /** One click alone. */
  id?: string;
  experimentId: string | null;
  agentId: string | null;
  /** Of one form of a `utm_content`. */
  keyDigest: Uint8Array | null;
  isBot: boolean | null;
  reason?: DecisionReason | undefined;
  affiliateId?: string | undefined;
  country?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
  after: PageKey | null;
  limit: number;
}

/** Newest first. */
export async function findClicks(db: Database, filter: ClickFilter) {
  return db
    .select({ click: clicks, experimentName: experiments.name, agentNumber: agents.number })
    .from(clicks)
    .leftJoin(experiments, eq(experiments.id, clicks.experimentId))
    .leftJoin(agents, eq(agents.id, clicks.agentId))
    .where(and(...conditionsOf(filter), isAfter(clicks.clickedAt, clicks.id, filter.after)))
    .orderBy(desc(clicks.clickedAt), desc(clicks.id))
    .limit(filter.limit);
}

function conditionsOf(filter: ClickFilter): SQL[] {
  const { workspaceId, experimentId, agentId, keyDigest, isBot, reason, affiliateId, country } = filter;
  const conditions = [eq(clicks.workspaceId, workspaceId)];
  if (experimentId !== null) conditions.push(eq(clicks.experimentId, experimentId));
  if (agentId !== null)
    conditions.push(eq(clicks.agentId, agentId), sql`${clicks.experimentId} = ${experimentOf(agentId)}`);
  if (keyDigest !== null) conditions.push(sql`${clicks.id} in ${clicksWith(workspaceId, keyDigest)}`);
  if (isBot !== null) conditions.push(eq(clicks.isBot, isBot));
  if (filter.id !== undefined) conditions.push(eq(clicks.id, filter.id));
  if (reason !== undefined) conditions.push(eq(clicks.reason, reason));
  if (affiliateId !== undefined) conditions.push(eq(clicks.affiliateId, affiliateId));
  if (country !== undefined) conditions.push(eq(clicks.country, country));
  const within = isWithin(clicks.clickedAt, filter);
  if (within) conditions.push(within);
  return conditions;
}

/** Lets the index by experiment serve a question about one agent. */
const experimentOf = (agentId: string): SQL =>
  sql`(select ${agents.experimentId} from ${agents} where ${agents.id} = ${agentId})`;

const clicksWith = (workspaceId: string, keyDigest: Uint8Array): SQL => sql`(
  select ${clickKeys.clickId} from ${clickKeys}
  where ${clickKeys.workspaceId} = ${workspaceId} and ${clickKeys.keyDigest} = ${Buffer.from(keyDigest)})`;

/** The kinds of what buyers reported for these clicks. */
export async function findOutcomes(db: Database, clickIds: readonly string[]) {
  return db
    .selectDistinct({ clickId: buyerEvents.clickId, kind: buyerEvents.kind })
    .from(buyerEvents)
    .where(and(inArray(buyerEvents.clickId, [...clickIds]), isNull(buyerEvents.withdrawnAt)));
}
