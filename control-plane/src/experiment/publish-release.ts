import type { BucketTable, ReleaseCause } from '@alyson/schema';
import { withProposer } from '../audit/with-proposer.ts';
import type { Context } from '../context.ts';
import { compileRelease, nextTables } from '../domain/compile-release.ts';
import { weightsOf } from '../domain/experiment.ts';
import type { Tx } from '../io/database.ts';
import { tellOf } from '../outbound/tell-of.ts';
import { appendOutbox } from '../outbox/append-outbox.ts';
import type { ExperimentRows } from './experiments.store.ts';
import { insertRelease, readNewestRelease } from './releases.store.ts';
import { requireApproval } from './require-approval.ts';
import { showLink } from './show-experiment.ts';

export interface Publication {
  cause: ReleaseCause;
  reason?: string | null | undefined;
  /** What an edit altered, in words: `added the rule “Mobile”`. */
  summary?: string | null;
  /** The grading run that proposed it. */
  runId?: string | null;
  /** Of a rollback: the release whose table comes back as it was. */
  rollbackOf?: { number: number; table: BucketTable } | null;
  /** A number that an edge holds and this database did not give: ours must pass it to be obeyed again. */
  above?: number;
  /** Where the experiment was to be found before: edges must learn that it is there no more. */
  formerAddresses?: readonly string[];
}

/**
 * Makes the next release from an experiment as it now stands, in the transaction that changed it, with the outbox row
 * that brings it to the edges. The experiment must be locked, so that numbers rise without a gap.
 *
 * @param rows  as they are after the change
 * @returns the release's number
 * @throws ProblemError `approval_required` where a second person must approve such a change
 */
export async function publishRelease(
  tx: Tx,
  ctx: Context,
  rows: ExperimentRows,
  publication: Publication,
): Promise<number> {
  const { experiment, agents, links } = rows;
  const { formerAddresses } = publication;
  const newest = await readNewestRelease(tx, experiment.id);
  await requireApproval(tx, ctx, newest, publication);
  const number = Math.max(newest?.number ?? 0, publication.above ?? 0) + 1;
  const routed = { ...experiment, agents };
  const tables = nextTables(routed, newest?.document ?? null);
  const table = publication.rollbackOf?.table ?? tables.table;
  await insertRelease(tx, {
    experimentId: experiment.id,
    number,
    workspaceId: experiment.workspaceId,
    cause: publication.cause,
    actorKind: ctx.actor.kind,
    actorName: ctx.actor.name,
    reason: withProposer(ctx, publication.reason),
    summary: publication.summary ?? null,
    runId: publication.runId ?? null,
    rollbackOf: publication.rollbackOf?.number ?? null,
    weights: weightsOf(agents),
    document: compileRelease(routed, number, { ...tables, table }),
    links: links.map(showLink),
    publishedAt: new Date(ctx.now()),
  });
  await appendOutbox(tx, ctx, {
    type: 'release.publish',
    workspaceId: experiment.workspaceId,
    experimentId: experiment.id,
    payload: { releaseNumber: number, ...(formerAddresses && { formerAddresses }) },
  });
  const { id, workspaceId } = experiment;
  await tellOf(tx, { ...ctx, workspaceId }, 'experiment.released', {
    experimentId: id,
    experimentName: experiment.name,
    number,
    cause: publication.cause,
    reason: publication.reason ?? null,
    weights: weightsOf(agents),
  });
  ctx.publishChange({ workspaceId, topic: 'release', experimentIds: [id], count: 1 });
  return number;
}
