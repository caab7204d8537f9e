import { type Decision, decide, type RecordedClick, recordedFacts, refuseRecorded } from '@alyson/router/domain';
import { type ClickExplanation, type DecisionStep, type Link, ProblemError, toTimestamp } from '@alyson/schema';
import type { Context } from '../../context.ts';
import { addressOfLink } from '../../domain/check-links.ts';
import { compileLinks } from '../../domain/compile-links.ts';
import { readExperiment } from '../../experiment/experiments.store.ts';
import { type ReleaseRow, readRelease } from '../../experiment/releases.store.ts';
import { showLink } from '../../experiment/show-experiment.ts';
import { findClick, readWorkspaceFallback } from './explanations.store.ts';

type Row = NonNullable<Awaited<ReturnType<typeof findClick>>>;
type Outcome = Pick<ClickExplanation, 'verdict' | 'detail' | 'steps'>;

/**
 * Decides a recorded click again, by its release, the links of that release, and what is kept of it (C12).
 *
 * @throws ProblemError `not_found`
 */
export async function explainClick(ctx: Context, clickId: string): Promise<ClickExplanation> {
  const click = await findClick(ctx.db, ctx.workspaceId, clickId);
  if (!click) throw new ProblemError('not_found');
  const { reason, agentId, ruleId } = click;
  return {
    clickId,
    at: toTimestamp(click.clickedAt.getTime()),
    experimentId: click.experimentId,
    releaseNumber: click.releaseNumber,
    recorded: { reason, agentId, ruleId },
    ...(await decideAgain(ctx, click)),
  };
}

const unknown = (detail: string): Outcome => ({ verdict: 'unknown', detail, steps: [] });

async function decideAgain(ctx: Context, row: Row): Promise<Outcome> {
  const click = toRecorded(row);
  const refusal = refuseRecorded(click);
  if (refusal === 'key_not_kept')
    return unknown('Its utm_content was too long to be kept, or held what cannot be: only its digest is here.');
  if (refusal === 'not_by_release')
    return unknown('No release sent it there: the router cut a loop, or had a fault of its own.');
  if (row.reason === 'unknown_link') return unknown('Its address was no link then, so there was nothing to decide.');

  const { experimentId, releaseNumber } = row;
  const release =
    experimentId !== null && releaseNumber !== null ? await readRelease(ctx.db, experimentId, releaseNumber) : null;
  if (!release) return unknown('The router held no valid release for it.');
  const links = release.links ?? (await currentLinks(ctx, release));
  const link = links.find(({ id }) => id === row.linkId);
  if (!link) return unknown('Its link has been removed, and releases of that time did not keep their links.');
  return decideBy(ctx, { row, click, release, links, link });
}

interface Case {
  row: Row;
  click: RecordedClick;
  release: ReleaseRow;
  links: readonly Link[];
  link: Link;
}

async function decideBy(ctx: Context, { row, click, release, links, link }: Case): Promise<Outcome> {
  const compiled = compileLinks(release.document, links, await readWorkspaceFallback(ctx.db, ctx.workspaceId));
  const address = addressOfLink(link);
  const steps: DecisionStep[] = [];
  const facts = recordedFacts(click, address, compiled.links.get(address) ?? null);
  const again = decide(compiled.links, facts, (step) => void steps.push(step));
  if (isSame(again, row)) return { verdict: 'same', detail: null, steps };
  return {
    verdict: 'different',
    detail: 'Decided again, it goes another way than it is recorded to have gone.',
    steps,
  };
}

const isSame = (decision: Decision, { reason, agentId, ruleId }: Row): boolean =>
  decision.reason === reason &&
  (decision.kind === 'agent' ? decision.agent.id : null) === agentId &&
  (decision.rule?.id ?? null) === ruleId;

const toRecorded = (row: Row): RecordedClick => {
  const { id, agentId, reason, ruleId, visitorId, utmContent, keySource, propensityOwner, propensitySurvivors } = row;
  const propensity =
    propensityOwner === null || propensitySurvivors === null
      ? null
      : { owner: propensityOwner, survivors: propensitySurvivors };
  return { id, agentId, reason, ruleId, visitorId, utmContent, keySource, propensity };
};

/** Of a release that was made before releases kept them. */
async function currentLinks({ db, workspaceId }: Context, { experimentId }: ReleaseRow): Promise<Link[]> {
  const rows = await readExperiment(db, workspaceId, experimentId);
  return (rows?.links ?? []).map(showLink);
}
