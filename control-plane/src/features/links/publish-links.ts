import type { ReleaseCause } from '@alyson/schema';
import { appendAudit } from '../../audit/append-audit.ts';
import type { Context } from '../../context.ts';
import { isPublished } from '../../domain/experiment.ts';
import { summarizeLink } from '../../domain/summarize-edit.ts';
import { type ExperimentRows, type LinkRow, updateExperiment } from '../../experiment/experiments.store.ts';
import { publishRelease } from '../../experiment/publish-release.ts';
import { type ShownExperiment, showExperiment, showLink } from '../../experiment/show-experiment.ts';
import type { Tx } from '../../io/database.ts';

export interface LinkUpdate {
  /** As it was, and as it is; null: it is new, or gone. */
  before: LinkRow | null;
  after: LinkRow | null;
  /** Of the release. */
  cause?: LinkCause;
}

/** An edit of a person, unless a link is handed back to TUNE or taken back by the page for that. */
export type LinkCause = Extract<ReleaseCause, 'edited' | 'handed_back' | 'taken_back'>;

/**
 * What follows from a change of a link: another version, where clicks are routed another release with the links it goes
 * with, and the audit entry.
 */
export async function publishLinks(
  tx: Tx,
  ctx: Context,
  rows: ExperimentRows,
  { before, after, cause = 'edited' }: LinkUpdate,
): Promise<ShownExperiment> {
  const others = rows.links.filter(({ id }) => id !== before?.id);
  const experiment = await updateExperiment(tx, rows.experiment.id, {}, new Date(ctx.now()));
  const changed = { ...rows, experiment, links: [...others, ...(after ? [after] : [])].sort(byId) };
  if (isPublished(experiment.state)) {
    const formerAddresses = before && !after ? { formerAddresses: [before.address] } : {};
    await publishRelease(tx, ctx, changed, {
      cause,
      summary: summarizeLink(before, after),
      ...formerAddresses,
    });
  }
  await appendAudit(tx, ctx, {
    action: before ? (after ? 'link.changed' : 'link.removed') : 'link.added',
    objectId: experiment.id,
    objectName: experiment.name,
    before: before && showLink(before),
    after: after && showLink(after),
  });
  ctx.publishChange({ topic: 'experiment', experimentIds: [experiment.id], count: 1 });
  return showExperiment(ctx, tx, changed);
}

/** As they are read from the database. */
const byId = (a: LinkRow, b: LinkRow): number => (a.id < b.id ? -1 : 1);
