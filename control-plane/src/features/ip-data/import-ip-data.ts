import { basename } from 'node:path';
import type { Client } from 'pg';
import { type IpFacts, overlayRanges } from '../../domain/ip-ranges.ts';
import { alone, copyRanges, type IpSource, swapRanges } from './ip-copy.store.ts';
import type { LayerName } from './ip-layout.ts';
import { IpDataError, openIpFile, readLocations, readRanges } from './read-ip-file.ts';

const LAYERS: readonly LayerName[] = ['places', 'networks', 'hosting'];

/**
 * Brings files of ranges into the database (C13): streamed into the spare table, then swapped, so that a look-up sees the
 * old ranges or the new ones, whole. Two imports at once wait for each other.
 *
 * @returns how many ranges there are
 * @throws IpDataError by file and row; what is in force stays
 */
export async function importIpData(client: Client, paths: readonly string[], source: IpSource): Promise<number> {
  const files = await Promise.all(paths.map(openIpFile));
  const places = new Map<string, IpFacts>();
  for (const { path, layout } of files)
    if (layout.name === 'MaxMind locations') for (const [id, place] of await readLocations(path)) places.set(id, place);
  if (places.size === 0 && files.some(({ layout }) => layout.name === 'MaxMind blocks'))
    throw new IpDataError('MaxMind blocks name places by their ids: give the locations file too');
  const layers = LAYERS.flatMap((layer) => {
    const own = files.filter((file) => file.layout.layer === layer);
    return own.length > 0 ? [own.sort((a, b) => (a.begins < b.begins ? -1 : 1))] : [];
  });
  if (layers.length === 0) throw new IpDataError('none of the files has ranges of addresses');
  return alone(client, async () => {
    const ranges = await copyRanges(client, overlayRanges(layers.map((own) => readRanges(own, places))));
    await swapRanges(client, { ...source, files: paths.map((path) => basename(path)), ranges });
    return ranges;
  });
}
