import { clicks, experiments, links, tuneLinks, tuneSources } from '@alyson/schema/tables';
import { and, desc, eq, gt, max, sql } from 'drizzle-orm';
import type { PageKey } from '../../http/page.ts';
import type { Database, Tx } from '../../io/database.ts';
import { isAfter } from '../../io/database-paging.ts';

export type TuneLinkDetail = Awaited<ReturnType<typeof findTuneLinks>>[number];

const select = (db: Database) =>
  db
    .select({
      link: links,
      moved: tuneLinks,
      source: tuneSources,
      experiment: {
        id: experiments.id,
        name: experiments.name,
        state: experiments.state,
        version: experiments.version,
      },
    })
    .from(tuneLinks)
    .innerJoin(links, eq(links.id, tuneLinks.linkId))
    .innerJoin(experiments, eq(experiments.id, links.experimentId))
    .innerJoin(
      tuneSources,
      and(
        eq(tuneSources.workspaceId, tuneLinks.workspaceId),
        eq(tuneSources.kind, tuneLinks.sourceKind),
        eq(tuneSources.tuneId, tuneLinks.sourceId),
      ),
    );

/** The newest first. */
export const findTuneLinks = (db: Database, workspaceId: string, after: PageKey | null, limit: number) =>
  select(db)
    .where(and(eq(tuneLinks.workspaceId, workspaceId), isAfter(links.createdAt, links.id, after)))
    .orderBy(desc(links.createdAt), desc(links.id))
    .limit(limit);

export async function findTuneLink(db: Database, workspaceId: string, linkId: string): Promise<TuneLinkDetail | null> {
  const [row] = await select(db).where(and(eq(tuneLinks.workspaceId, workspaceId), eq(tuneLinks.linkId, linkId)));
  return row ?? null;
}

export async function updateTuneLink(
  tx: Tx,
  linkId: string,
  change: Pick<typeof tuneLinks.$inferInsert, 'state' | 'changedAt' | 'changedBy'>,
): Promise<void> {
  await tx.update(tuneLinks).set(change).where(eq(tuneLinks.linkId, linkId));
}

export interface LinkArrivals {
  lastHour: number;
  newestAt: number;
}

/** However busy an experiment is, no more of its newest clicks are looked at, and a link's no higher counted. */
const MOST_LOOKED_AT = 20_000;
const MOST_COUNTED = 1_000;

/** People's clicks on each of an experiment's links since a moment, and the newest. A link without any is not there. */
export async function readArrivals(
  db: Database,
  experimentId: string,
  since: Date,
): Promise<Map<string, LinkArrivals>> {
  const newest = db
    .select({ linkId: clicks.linkId, clickedAt: clicks.clickedAt, isBot: clicks.isBot })
    .from(clicks)
    .where(and(eq(clicks.experimentId, experimentId), gt(clicks.clickedAt, since)))
    .orderBy(desc(clicks.clickedAt), desc(clicks.id))
    .limit(MOST_LOOKED_AT)
    .as('newest');
  const rows = await db
    .select({
      linkId: newest.linkId,
      lastHour: sql<number>`least(count(*), ${MOST_COUNTED})::int`,
      newestAt: max(newest.clickedAt),
    })
    .from(newest)
    .where(eq(newest.isBot, false))
    .groupBy(newest.linkId);
  return new Map(
    rows.map(({ linkId, lastHour, newestAt }) => [linkId ?? '', { lastHour, newestAt: newestAt?.getTime() ?? 0 }]),
  );
}
