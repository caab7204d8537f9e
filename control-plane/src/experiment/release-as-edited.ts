import type { Release } from '@alyson/schema';
import { compileRelease, nextTables } from '../domain/compile-release.ts';
import { isPublished } from '../domain/experiment.ts';
import type { Database } from '../io/database.ts';
import type { ExperimentRows } from './experiments.store.ts';
import { readNewestRelease } from './releases.store.ts';

/** The release that an experiment would get now. A draft is taken as it would route once it is started. */
export async function releaseAsEdited(db: Database, { experiment, agents }: ExperimentRows): Promise<Release> {
  const newest = await readNewestRelease(db, experiment.id);
  const state = isPublished(experiment.state) ? experiment.state : ('running' as const);
  const routed = { ...experiment, state, agents };
  return compileRelease(routed, (newest?.number ?? 0) + 1, nextTables(routed, newest?.document ?? null));
}
