import { type Release, type ReleaseRule, shardOf } from '@alyson/schema';
import { aBundle, anAgent, aRelease } from '../../router/test/sample-bundle.ts';
import { FIRST_OFFER } from './targets.ts';

/** What the cost of a click must not depend on. */
export interface World {
  /** Live ones, each with one link. */
  readonly experiments: number;
  /** Over how many of them the clicks are spread. */
  readonly clicked: number;
  readonly agents: number;
  /** Of each experiment; none matches, so that every one is looked at. */
  readonly rules: number;
  /** Of a click's query. */
  readonly queryBytes: number;
}

export const SHARD_COUNT = 16;

/** All shards of a world, as the control plane would bundle them. @param number  of each release */
export function makeBundles(world: World, number = 1): ReturnType<typeof aBundle>[] {
  const shards = Array.from({ length: SHARD_COUNT }, () => ({
    links: {} as Record<string, string>,
    releases: [] as Release[],
  }));
  for (let i = 0; i < world.experiments; i += 1) {
    const address = `*/aff_c/${FIRST_OFFER + i}`;
    const shard = shards[shardOf(address, SHARD_COUNT)];
    if (!shard) throw new RangeError('there is no such shard');
    shard.links[address] = `exp_${i}`;
    shard.releases.push(makeRelease(i, number, world));
  }
  return shards.map(({ links, releases }, shard) =>
    aBundle({ shard, shardCount: SHARD_COUNT, sequence: number, links, releases }),
  );
}

const makeRelease = (experiment: number, number: number, { agents, rules }: World): Release =>
  aRelease({
    experimentId: `exp_${experiment}`,
    experimentNumber: experiment + 1,
    number,
    salt: (experiment * 0x9e3779b1) >>> 0,
    agents: Array.from({ length: agents }, (_, i) => anAgent(i + 1)),
    table: {
      ends: Array.from({ length: agents }, (_, i) => Math.round(((i + 1) * 10_000) / agents)),
      owners: Array.from({ length: agents }, (_, i) => i),
    },
    rules: Array.from({ length: rules }, (_, i) => makeRule(i)),
  });

const makeRule = (i: number): ReleaseRule => ({
  id: `rule-${i}`,
  name: `Rule ${i}`,
  conditions: [{ on: i % 2 === 0 ? 'source' : 'affiliate', test: 'is', values: [`nobody-${i}`, `no-one-${i}`] }],
  outcome: { to: 'fallback' },
});
