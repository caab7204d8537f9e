import { ProblemError, type SignedBundle } from '@alyson/schema';
import type { Context } from '../../context.ts';
import { listSequences, readBundle } from './bundles.store.ts';
import { signedPart } from './sign-bundle.ts';

/** Which bundles there are, for an edge that pulls. */
export async function listBundles({ config, db }: Context) {
  const shards = (await listSequences(db)).map(({ shard, sequence }) => ({ shard, sequence }));
  return { shardCount: config.shardCount, shards };
}

/** A shard's newest bundle, as signed. @throws ProblemError `not_found` */
export async function getBundle({ db }: Context, shard: number): Promise<SignedBundle> {
  const bundle = await readBundle(db, shard);
  if (!bundle) throw new ProblemError('not_found');
  return signedPart(bundle);
}
