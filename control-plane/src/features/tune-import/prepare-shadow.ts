import type { Context } from '../../context.ts';
import { addressOfLink } from '../../domain/check-links.ts';
import { compileLinks } from '../../domain/compile-links.ts';
import type { ParityExperiment } from '../../domain/tune/tally-parity.ts';
import { readExperiment } from '../../experiment/experiments.store.ts';
import { releaseAsEdited } from '../../experiment/release-as-edited.ts';
import { showLink } from '../../experiment/show-experiment.ts';
import type { SourceRow } from './sources.store.ts';

/** An imported experiment as it would route now, compiled as an edge compiles it. Null where it has no link any more. */
export async function prepareShadow(ctx: Context, source: SourceRow): Promise<ParityExperiment | null> {
  const rows = await readExperiment(ctx.db, ctx.workspaceId, source.experimentId);
  // What is handed back to TUNE is compared all the same: that is what shadow routing is for.
  const links = (rows?.links ?? []).map((link) => ({ ...showLink(link), handBackUrl: null }));
  const link = links.find(({ kind }) => kind !== 'short') ?? links[0];
  if (!rows || !link) return null;
  const compiled = compileLinks(await releaseAsEdited(ctx.db, rows), links, null);
  return {
    route: {
      kind: source.kind,
      id: source.tuneId,
      link,
      address: addressOfLink(link),
      links: compiled.links,
      places: source.places,
    },
    experimentId: rows.experiment.id,
    name: rows.experiment.name,
    agents: rows.agents.map(({ id, number, name, weightBasisPoints, state }) => ({
      id,
      number,
      name,
      weightBasisPoints,
      isOn: state === 'on',
    })),
  };
}
