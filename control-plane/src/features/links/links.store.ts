import type { LinkKind } from '@alyson/schema';
import { experiments, links } from '@alyson/schema/tables';
import { and, desc, eq, ilike, or } from 'drizzle-orm';
import type { LinkRow } from '../../experiment/experiments.store.ts';
import type { PageKey } from '../../http/page.ts';
import type { Database, Tx } from '../../io/database.ts';
import { isAfter, like } from '../../io/database-paging.ts';

/** @throws on an address that is taken: a unique index says so */
export async function insertLinks(tx: Tx, rows: readonly LinkRow[]): Promise<void> {
  await tx.insert(links).values([...rows]);
}

/** What is absent or undefined stays. */
export type LinkChange = {
  [Column in 'unit' | 'beforeTune' | 'deepLinkHosts' | 'presetQuery' | 'handBackUrl' | 'pixelCookie']?:
    | LinkRow[Column]
    | undefined;
};

export async function updateLink(tx: Tx, id: string, change: LinkChange): Promise<void> {
  await tx.update(links).set(change).where(eq(links.id, id));
}

export async function deleteLink(tx: Tx, id: string): Promise<void> {
  await tx.delete(links).where(eq(links.id, id));
}

export interface LinkFilter {
  workspaceId: string;
  /** One link alone. */
  id?: string;
  /** A part of the address, or of the experiment's name. */
  q: string | null;
  kind?: LinkKind | undefined;
  experimentId?: string | undefined;
  after: PageKey | null;
  limit: number;
}

/** Newest first. */
export function findLinks(db: Database, { workspaceId, id, q, kind, experimentId, after, limit }: LinkFilter) {
  const part = q && like(q);
  return db
    .select({ link: links, experimentName: experiments.name, experimentState: experiments.state })
    .from(links)
    .innerJoin(experiments, eq(experiments.id, links.experimentId))
    .where(
      and(
        eq(links.workspaceId, workspaceId),
        part ? or(ilike(links.address, part), ilike(experiments.name, part)) : undefined,
        id === undefined ? undefined : eq(links.id, id),
        kind && eq(links.kind, kind),
        experimentId === undefined ? undefined : eq(links.experimentId, experimentId),
        isAfter(links.createdAt, links.id, after),
      ),
    )
    .orderBy(desc(links.createdAt), desc(links.id))
    .limit(limit);
}
