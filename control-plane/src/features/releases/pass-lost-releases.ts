import type { EdgeState } from '@alyson/schema';
import { appendAudit } from '../../audit/append-audit.ts';
import { type Deps, inBackground } from '../../context.ts';
import { publishRelease } from '../../experiment/publish-release.ts';
import { readNewestRelease } from '../../experiment/releases.store.ts';
import { withExperiment } from '../../experiment/with-experiment.ts';
import { findSurpassed } from './edges.store.ts';

/**
 * Publishes anew what an edge has a higher number of than this database: the database was restored from a backup, and
 * what was published after that is lost. An edge refuses lower numbers (R21), and would take the next change for a lost
 * release of the same number.
 */
export async function passLostReleases(deps: Deps, state: EdgeState): Promise<void> {
  const held = new Map(Object.entries(state.releases));
  for (const { id, workspaceId } of await findSurpassed(deps.db, held)) {
    const lost = held.get(id) ?? 0;
    await inBackground(deps, workspaceId, (ctx) =>
      withExperiment(ctx, id, async (tx, rows) => {
        const newest = await readNewestRelease(tx, id);
        if (newest === null || newest.number >= lost) return;
        const number = await publishRelease(tx, ctx, rows, { cause: 'restored', above: lost });
        await appendAudit(tx, ctx, {
          action: 'release.restored',
          objectId: id,
          objectName: rows.experiment.name,
          reason: `${state.edge} holds release ${lost}, which this database does not know`,
          before: { releaseNumber: newest.number },
          after: { releaseNumber: number },
        });
      }),
    );
    deps.log.warn({ experimentId: id, edge: state.edge, lost }, 'an edge holds a release that is lost: published anew');
  }
}
