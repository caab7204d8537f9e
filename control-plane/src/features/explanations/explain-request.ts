import { routeClick, sipKeyOf } from '@alyson/router/domain';
import {
  type DecisionStep,
  type ExplainRequest,
  type Explanation,
  invalidField,
  type Link,
  ProblemError,
  type Release,
} from '@alyson/schema';
import type { Context } from '../../context.ts';
import { compileLinks } from '../../domain/compile-links.ts';
import { type ExperimentRows, readExperiment } from '../../experiment/experiments.store.ts';
import { releaseAsEdited } from '../../experiment/release-as-edited.ts';
import { readNewestRelease, readRelease } from '../../experiment/releases.store.ts';
import { showLink } from '../../experiment/show-experiment.ts';
import { readWorkspaceFallback } from './explanations.store.ts';
import { madeUpRequest } from './made-up-request.ts';

/**
 * Routes a made-up request by the code that the router itself runs, and tells every step (C12). Nothing is recorded.
 *
 * @throws ProblemError `not_found`, `validation_failed`
 */
export async function explainRequest(
  ctx: Context,
  experimentId: string,
  request: ExplainRequest,
): Promise<Explanation> {
  const rows = await readExperiment(ctx.db, ctx.workspaceId, experimentId);
  if (!rows) throw new ProblemError('not_found');
  const { release, links, number } = await chooseRelease(ctx, rows, request.release);
  if (request.keptAgentId !== null && !release.agents.some(({ id }) => id === request.keptAgentId))
    throw invalidField('#/keptAgentId', 'is no agent of this release');
  const compiled = compileLinks(release, links, await readWorkspaceFallback(ctx.db, ctx.workspaceId));

  const random = Buffer.from(ctx.randomBytes(24));
  const signing = { number: 0, key: sipKeyOf(random.subarray(0, 16)) };
  const steps: DecisionStep[] = [];
  const click = routeClick(
    { links: compiled.links, signing, fallbackUrl: DEPLOYMENT_FALLBACK },
    madeUpRequest(request, {
      release,
      hosts: compiled.hosts,
      signing,
      routerUrl: ctx.config.routerUrl,
      at: request.at === undefined ? ctx.now() : Date.parse(request.at),
      random: [random.readUInt32BE(16), random.readUInt32BE(20)],
    }),
    (step) => void steps.push(step),
  );
  const { decision } = click;
  return {
    releaseNumber: number,
    steps,
    reason: decision.reason,
    agentId: decision.kind === 'agent' ? decision.agent.id : null,
    ruleId: decision.rule?.id ?? null,
    propensity: decision.kind === 'agent' ? decision.propensity : null,
    status: click.status,
    destination: click.location === DEPLOYMENT_FALLBACK ? null : click.location,
    utmContent: click.key.value,
    keySource: click.key.source,
  };
}

/** Stands for the edge's own page, which the control plane does not know. */
const DEPLOYMENT_FALLBACK = '';

interface Chosen {
  release: Release;
  links: Link[];
  /** Null: not released yet. */
  number: number | null;
}

async function chooseRelease({ db }: Context, rows: ExperimentRows, wish: ExplainRequest['release']): Promise<Chosen> {
  const current = rows.links.map(showLink);
  const { id } = rows.experiment;
  const row = typeof wish === 'number' ? await readRelease(db, id, wish) : await readNewestRelease(db, id);
  if (typeof wish === 'number' && !row) throw invalidField('#/release', `This experiment has no release ${wish}.`);
  if (row && wish !== 'as_edited') return { release: row.document, links: row.links ?? current, number: row.number };

  return { release: await releaseAsEdited(db, rows), links: current, number: null };
}
