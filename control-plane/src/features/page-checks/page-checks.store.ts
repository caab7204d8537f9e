import { agents, experiments, pageChecks } from '@alyson/schema/tables';
import { and, asc, eq, inArray, lte, ne, sql } from 'drizzle-orm';
import { digestOfUrl, type PageCheckRow } from '../../experiment/page-health.store.ts';
import type { Database, Tx } from '../../io/database.ts';
import { isFree, type Lease, PASSING_OVER } from '../../io/database-lease.ts';

const WATCHED = ['draft', 'scheduled', 'running', 'paused'] as const;

/** Pages that agents have and the checker does not know yet. They are due at once. */
export async function enrolPages(db: Database, now: Date): Promise<void> {
  const digest = sql`sha256(convert_to(${agents.landingUrl}, 'UTF8'))`;
  await db.execute(sql`
    insert into ${pageChecks} (workspace_id, url_digest, url, state_since, next_check_at)
    select distinct ${experiments.workspaceId}, ${digest}, ${agents.landingUrl}, ${now.toISOString()}::timestamptz, ${now.toISOString()}::timestamptz
    from ${agents} join ${experiments} on ${experiments.id} = ${agents.experimentId}
    where ${inArray(experiments.state, WATCHED)} and ${ne(agents.state, 'archived')} and not exists (
      select from ${pageChecks} known
      where known.workspace_id = ${experiments.workspaceId} and known.url_digest = ${digest})
    on conflict do nothing`);
}

/** Takes pages that are due, for this process alone. Longest due first. */
export async function leaseDuePages(db: Database, lease: Lease, most: number): Promise<PageCheckRow[]> {
  const due = db
    .select({ workspaceId: pageChecks.workspaceId, urlDigest: pageChecks.urlDigest })
    .from(pageChecks)
    .where(and(lte(pageChecks.nextCheckAt, lease.now), isFree(pageChecks.leasedUntil, lease)))
    .orderBy(asc(pageChecks.nextCheckAt))
    .limit(most)
    .for('update', PASSING_OVER);
  return db
    .update(pageChecks)
    .set({ leasedUntil: lease.until })
    .where(sql`(${pageChecks.workspaceId}, ${pageChecks.urlDigest}) in (${due})`)
    .returning();
}

const onPage = ({ workspaceId, url }: Pick<PageCheckRow, 'workspaceId' | 'url'>) =>
  and(eq(experiments.workspaceId, workspaceId), eq(agents.landingUrl, url));

export interface AgentOnPage {
  agentId: string;
  experimentId: string;
}

/** Agents that the checker may turn off or on, because of the state of their page. */
export function findAgentsToTurn(db: Database, page: PageCheckRow, to: 'off' | 'on'): Promise<AgentOnPage[]> {
  const turned =
    to === 'off'
      ? and(eq(agents.state, 'on'), experiments.takesOutFailingPages)
      : and(eq(agents.state, 'off'), eq(agents.offCause, 'page_failing'));
  return db
    .select({ agentId: agents.id, experimentId: experiments.id })
    .from(agents)
    .innerJoin(experiments, eq(experiments.id, agents.experimentId))
    .where(and(onPage(page), inArray(experiments.state, ['running', 'paused']), turned));
}

/** Experiments that still have the page. */
export async function findExperimentsOn(db: Database, page: PageCheckRow): Promise<string[]> {
  const rows = await db
    .selectDistinct({ id: experiments.id })
    .from(agents)
    .innerJoin(experiments, eq(experiments.id, agents.experimentId))
    .where(and(onPage(page), inArray(experiments.state, WATCHED), ne(agents.state, 'archived')));
  return rows.map(({ id }) => id);
}

const same = ({ workspaceId, urlDigest }: Pick<PageCheckRow, 'workspaceId' | 'urlDigest'>) =>
  and(eq(pageChecks.workspaceId, workspaceId), eq(pageChecks.urlDigest, urlDigest));

export async function saveCheck(db: Database, page: PageCheckRow): Promise<void> {
  await db.update(pageChecks).set(page).where(same(page));
}

export async function forgetPage(db: Database, page: PageCheckRow): Promise<void> {
  await db.delete(pageChecks).where(same(page));
}

/** Lets a page be checked at once; one that is unknown is taken in. */
export async function askForCheck(tx: Tx, workspaceId: string, url: string, now: Date): Promise<void> {
  await tx
    .insert(pageChecks)
    .values({ workspaceId, url, urlDigest: digestOfUrl(url), stateSince: now, nextCheckAt: now })
    .onConflictDoUpdate({ target: [pageChecks.workspaceId, pageChecks.urlDigest], set: { nextCheckAt: now } });
}
