/**
 * Writes the control plane's bundles into router/snapshot.json, to be shipped with the next deploy of the edge: what a
 * cold start falls back to when it can reach nothing else. Needs ALYSON_API_URL and ALYSON_EDGE_TOKEN.
 */
import { writeFileSync } from 'node:fs';
import { createApiClient } from '@alyson/schema';
import { fetchInTime } from './lib/fetch-in-time.ts';
import { PlainError, stopWithOneLine } from './lib/stop-with-one-line.ts';

const SNAPSHOT = new URL('../router/snapshot.json', import.meta.url);

const { ALYSON_API_URL: baseUrl, ALYSON_EDGE_TOKEN: token } = process.env;
if (!baseUrl || !token) stopWithOneLine(new PlainError('ALYSON_API_URL and ALYSON_EDGE_TOKEN are needed.'));

const api = createApiClient({ baseUrl, fetch: fetchInTime, headers: { authorization: `Bearer ${token}` } });
try {
  const { shards } = await api.listBundles({});
  const bundles = shards.map(async ({ shard }) => [shard, await api.getBundle({ params: { shard } })] as const);
  writeFileSync(SNAPSHOT, `${JSON.stringify(Object.fromEntries(await Promise.all(bundles)))}\n`);
  console.log(`${shards.length} bundles are in router/snapshot.json: deploy the edge now.`);
} catch (error) {
  stopWithOneLine(new PlainError(`The bundles could not be read: ${error instanceof Error ? error.message : error}`));
}
