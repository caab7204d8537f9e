import { experiments, links } from '@alyson/schema/tables';
import { eq, inArray } from 'drizzle-orm';
import type { Database } from '../io/database.ts';

export interface TakenAddress {
  address: string;
  workspaceId: string;
  experimentName: string;
}

/** Who already uses these addresses, in any workspace: an address can lead to one place only. */
export function findTakenAddresses(db: Database, addresses: readonly string[]): Promise<TakenAddress[]> {
  return db
    .select({ address: links.address, workspaceId: links.workspaceId, experimentName: experiments.name })
    .from(links)
    .innerJoin(experiments, eq(experiments.id, links.experimentId))
    .where(inArray(links.address, [...addresses]));
}
