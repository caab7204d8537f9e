import type { endpoints } from '@alyson/schema';
import type { Context } from '../../context.ts';
import type { Answer } from '../../http/mount.ts';
import { readNewestImport } from './ip-ranges.store.ts';

/** Which data answers look-ups. */
export async function getIpData({ db, ipTable }: Context): Promise<Answer<typeof endpoints.getIpData>> {
  if (ipTable) return { kind: 'table', table: ipTable.name, isReachable: await ipTable.isReachable() };
  const newest = await readNewestImport(db);
  if (!newest) return { kind: 'none' };
  const { id: _, importedAt, ...rest } = newest;
  return { kind: 'imported', ...rest, importedAt: importedAt.toISOString() };
}
