import {
  CreateExperiment,
  type DuplicateExperiment,
  type ExperimentContent,
  NewLink,
  ProblemError,
} from '@alyson/schema';
import { findTakenAddresses } from '../../addresses/taken-addresses.store.ts';
import type { Context } from '../../context.ts';
import { addressOfLink } from '../../domain/check-links.ts';
import { refuseSchedule } from '../../domain/grading-schedule.ts';
import { proposeSlugs } from '../../domain/propose-slug.ts';
import { contentOf } from '../../experiment/content-of.ts';
import { readExperiment } from '../../experiment/experiments.store.ts';
import type { ShownExperiment } from '../../experiment/show-experiment.ts';
import { validate } from '../../http/validate.ts';
import { createExperiment } from './create-experiment.ts';

/**
 * Makes a draft of the same content, with a salt and links of its own; history stays with the first.
 *
 * @throws ProblemError `not_found`, `validation_failed`, `address_taken`
 */
export async function duplicateExperiment(
  ctx: Context,
  experimentId: string,
  input: DuplicateExperiment,
): Promise<ShownExperiment> {
  const rows = await readExperiment(ctx.db, ctx.workspaceId, experimentId);
  if (!rows) throw new ProblemError('not_found');
  const slug = rows.links.find(({ kind }) => kind === 'slug')?.value;
  return createFromContent(ctx, input, {
    content: contentOf(rows),
    name: `Copy of ${rows.experiment.name}`,
    slug: slug ?? rows.experiment.name,
    from: { duplicateOf: experimentId },
  });
}

/** What a new experiment gets of another, or of what was kept of one. */
interface Source {
  content: ExperimentContent;
  /** Of the new one, where none is given; and what its link is called. */
  name: string;
  slug: string;
  from: Record<string, string>;
}

const LONGEST_NAME = 120;

/** What was kept is checked as if it were typed: hosts, macros and rules may have changed meanwhile. */
export async function createFromContent(
  ctx: Context,
  input: DuplicateExperiment,
  source: Source,
): Promise<ShownExperiment> {
  const { content, name, slug, from } = source;
  const links = input.links ?? [NewLink.parse({ kind: 'slug', value: await findFreeSlug(ctx, slug) })];
  // A single time that is over by now plans nothing, and must not stand in the way.
  const isOver = content.gradingSchedule && refuseSchedule(content.gradingSchedule, ctx.now());
  const gradingSchedule = isOver ? null : content.gradingSchedule;
  const whole = { ...content, gradingSchedule, name: input.name ?? name.slice(0, LONGEST_NAME), links };
  return createExperiment(ctx, validate(CreateExperiment, whole), {
    agentIds: content.agents.map(({ id }) => id),
    from,
  });
}

async function findFreeSlug({ db }: Context, name: string): Promise<string> {
  const slugs = proposeSlugs(name);
  const addressOf = (value: string) => addressOfLink({ kind: 'slug', value, host: null });
  const taken = new Set((await findTakenAddresses(db, slugs.map(addressOf))).map(({ address }) => address));
  const free = slugs.find((slug) => !taken.has(addressOf(slug)));
  if (free === undefined)
    throw new ProblemError('address_taken', 'Every slug that could be proposed is used: choose a link.', [
      { pointer: '#/links', detail: 'choose a link' },
    ]);
  return free;
}
