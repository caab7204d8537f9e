import { experiments, links } from '@alyson/schema/tables';
import { and, desc, eq, ilike, or } from 'drizzle-orm';
import type { PageKey } from '../../http/page.ts';
import type { Database, Tx } from '../../io/database.ts';
import { isAfter } from '../../io/database-paging.ts';
import type { LinkRow } from '../../ledger/experiments.store.ts';

/** @throws on an address that is taken: a unique index says so */
export async function insertLinks(tx: Tx, rows: readonly LinkRow[]): Promise<void> {
  await tx.insert(links).values([...rows]);
}

/** What is absent or undefined stays. */
export type LinkChange = {
  [Column in 'unit' | 'beforeTune' | 'deepLinkHosts' | 'presetQuery' | 'handBackUrl']?: LinkRow[Column] | undefined;
};

export async function updateLink(tx: Tx, id: string, change: LinkChange): Promise<void> {
  await tx.update(links).set(change).where(eq(links.id, id));
}

export async function deleteLink(tx: Tx, id: string): Promise<void> {
  await tx.delete(links).where(eq(links.id, id));
}

export interface LinkFilter {
  workspaceId: string;
  /** A part of the address, or of the experiment's name. */
  q: string | null;
  after: PageKey | null;
  limit: number;
}

/** Newest first. */
export function findLinks(db: Database, { workspaceId, q, after, limit }: LinkFilter) {
  const like = q && `%${q.replace(/[\\%_]/g, '\\$&')}%`;
  return db
    .select({ link: links, experimentName: experiments.name, experimentState: experiments.state })
    .from(links)
    .innerJoin(experiments, eq(experiments.id, links.experimentId))
    .where(
      and(
        eq(links.workspaceId, workspaceId),
        like ? or(ilike(links.address, like), ilike(experiments.name, like)) : undefined,
        isAfter(links.createdAt, links.id, after),
      ),
    )
    .orderBy(desc(links.createdAt), desc(links.id))
    .limit(limit);
}
