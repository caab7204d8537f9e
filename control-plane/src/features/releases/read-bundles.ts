import { ProblemError, type SignedBundle } from '@alyson/schema';
import { authorize, type Context } from '../../context.ts';
import { listSequences, readBundle } from './bundles.store.ts';
import { signedPart } from './sign-bundle.ts';

/** Which bundles there are, for an edge that pulls. @throws ProblemError `forbidden` */
export async function listBundles({ actor, config, db }: Context) {
  authorize(actor, 'edge:deliver');
  const shards = (await listSequences(db)).map(({ shard, sequence }) => ({ shard, sequence }));
  return { shardCount: config.shardCount, shards };
}

/** A shard's newest bundle, as signed. @throws ProblemError `forbidden`, `not_found` */
export async function getBundle({ actor, db }: Context, shard: number): Promise<SignedBundle> {
  authorize(actor, 'edge:deliver');
  const bundle = await readBundle(db, shard);
  if (!bundle) throw new ProblemError('not_found');
  return signedPart(bundle);
}
