import { type DuplicateExperiment, type ExperimentContent, ProblemError } from '@alyson/schema';
import type { Context } from '../../context.ts';
import type { ShownExperiment } from '../../experiment/show-experiment.ts';
import { readTemplate } from './templates.store.ts';

/** How a draft is made of content that was kept: as the experiments do it when one is duplicated. */
export type CreateFromContent = (
  ctx: Context,
  input: DuplicateExperiment,
  source: { content: ExperimentContent; name: string; slug: string; from: Record<string, string> },
) => Promise<ShownExperiment>;

/**
 * Makes a draft from a template.
 *
 * @throws ProblemError `not_found`, `validation_failed`, `address_taken`
 */
export async function createFromTemplate(
  ctx: Context,
  templateId: string,
  input: DuplicateExperiment,
  createFromContent: CreateFromContent,
): Promise<ShownExperiment> {
  const template = await readTemplate(ctx.db, ctx.workspaceId, templateId);
  if (!template) throw new ProblemError('not_found');
  const { content, name } = template;
  return createFromContent(ctx, input, { content, name, slug: input.name ?? name, from: { templateId } });
}
