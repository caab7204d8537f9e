import { ProblemError, type ReleaseCause, type ReleaseSummary } from '@alyson/schema';
import type * as z from 'zod';
import type { Context } from '../../context.ts';
import { RECENT_MS, type ReleaseClicks, releaseStatus } from '../../domain/release-status.ts';
import { readExperiment } from '../../experiment/experiments.store.ts';
import type { ReleaseRow } from '../../experiment/releases.store.ts';
import { readCursor, toPage } from '../../http/page.ts';
import { countRecentClicks } from '../../outcomes/recent-clicks.store.ts';
import { pageOfReleases } from './releases.store.ts';

const RELEASE_NUMBER = /^\d{1,9}$/;

export interface ReleasesQuery {
  experimentId: string;
  cause?: ReleaseCause | undefined;
  cursor?: string | undefined;
  limit: number;
}

/** An experiment's releases, newest first. @throws ProblemError `not_found`, `validation_failed` */
export async function listReleases(ctx: Context, { experimentId, cause, cursor, limit }: ReleasesQuery) {
  if (!(await readExperiment(ctx.db, ctx.workspaceId, experimentId))) throw new ProblemError('not_found');
  const after = readCursor(cursor, RELEASE_NUMBER);
  const rows = await pageOfReleases(ctx.db, experimentId, after && Number(after.id), limit + 1, cause);
  const recent = await countRecentClicks(ctx.db, experimentId, new Date(ctx.now() - RECENT_MS));
  const keyOf = (row: ReleaseRow) => ({ at: row.publishedAt.getTime(), id: String(row.number) });
  return toPage(rows, limit, keyOf, (row) => showRelease(row, recent));
}

export function showRelease(row: ReleaseRow, recent: readonly ReleaseClicks[]): z.input<typeof ReleaseSummary> {
  const { document, number, confirmedAt } = row;
  return {
    experimentId: row.experimentId,
    number,
    cause: row.cause,
    actor: { kind: row.actorKind, name: row.actorName },
    reason: row.reason,
    summary: row.summary,
    runId: row.runId,
    rollbackOf: row.rollbackOf,
    state: document.state,
    offAgentIds: document.agents.filter((agent) => !agent.isOn || agent.isCapped).map(({ id }) => id),
    weights: row.weights,
    status: releaseStatus({ number, isConfirmed: confirmedAt !== null }, recent),
    publishedAt: row.publishedAt.toISOString(),
    confirmedAt: confirmedAt?.toISOString() ?? null,
  };
}
