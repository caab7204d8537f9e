import type { Config } from '../config.ts';
import { hostOf, type OwnHosts } from '../domain/own-hosts.ts';
import type { Database } from '../io/database.ts';
import { readHosts } from './hosts.store.ts';

/** All hosts that clicks reach a router of this deployment by: its own addresses, and every workspace's hosts. */
export async function readOwnHosts(db: Database, { routerUrl, edgeUrls }: Config): Promise<OwnHosts> {
  const claimed = (await readHosts(db)).map(({ host }) => host);
  return new Set([...claimed, ...[routerUrl, ...edgeUrls].flatMap((url) => hostOf(url) ?? [])]);
}
