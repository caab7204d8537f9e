import { type CreateExperiment, linkAddress, type NewLink, OWN_HOST, ProblemError } from '@alyson/schema';
import { authorize, type Context } from '../../context.ts';
import { invalidFields } from '../../http/validate.ts';
import type { Tx } from '../../io/database.ts';
import { appendAudit } from '../../ledger/append-audit.ts';
import { lockExperiment } from '../../ledger/experiments.store.ts';
import { type ShownExperiment, showExperiment } from '../../ledger/show-experiment.ts';
import { checkAgents, checkFallbackUrl, checkLinks, checkSchedule } from './check-settings.ts';
import {
  findTakenAddresses,
  insertExperiment,
  type NewExperimentRows,
  readWorkspaceCurrency,
} from './experiments.store.ts';
import { setSchedule } from './keep-schedule.ts';

/**
 * Creates a draft; it carries no traffic until started.
 *
 * @throws ProblemError `forbidden`, `validation_failed`, `address_taken`
 */
export async function createExperiment(ctx: Context, input: CreateExperiment): Promise<ShownExperiment> {
  authorize(ctx.actor, 'experiment:write');
  const faults = [
    ...checkAgents(input.agents, ctx.config),
    ...checkLinks(input.links),
    ...checkFallbackUrl(input.fallbackUrl, ctx.config),
    ...checkSchedule(input.gradingSchedule, ctx.now()),
  ];
  if (faults.length > 0) throw invalidFields(faults);
  return ctx.db.transaction(async (tx) => {
    await refuseTakenAddresses(tx, ctx, input.links);
    const rows = planExperiment(ctx, input, await readWorkspaceCurrency(tx, ctx.workspaceId));
    const { id, name } = rows.experiment;
    await insertExperiment(tx, rows);
    await setSchedule(tx, ctx, rows.experiment, input.gradingSchedule);
    await appendAudit(tx, ctx, { action: 'experiment.created', objectId: id, objectName: name, after: input });
    ctx.publishChange({ topic: 'experiment', experimentIds: [id], count: 1 });
    const stored = await lockExperiment(tx, ctx.workspaceId, id);
    if (!stored) throw new Error(`experiment ${id} was not stored`);
    return showExperiment(ctx, tx, stored);
  });
}

function planExperiment(ctx: Context, input: CreateExperiment, currency: string): NewExperimentRows {
  const { workspaceId } = ctx;
  const now = new Date(ctx.now());
  const experimentId = ctx.newId('experiment');
  const { agents, links, gradingSchedule: _later, ...settings } = input;
  return {
    experiment: {
      ...settings,
      id: experimentId,
      workspaceId,
      currency,
      state: 'draft',
      salt: newSalt(ctx),
      createdAt: now,
      updatedAt: now,
    },
    agents: agents.map((agent, index) => ({ ...agent, id: ctx.newId('agent'), experimentId, number: index + 1 })),
    links: links.map((link) => ({
      ...link,
      id: ctx.newId('link'),
      workspaceId,
      experimentId,
      address: addressOf(link),
      createdAt: now,
    })),
  };
}

/** Ties a unit to one agent within this experiment, and experiments to nothing in common. */
const newSalt = ({ randomBytes }: Context): number => Buffer.from(randomBytes(4)).readUInt32BE();

const addressOf = ({ kind, value }: NewLink): string => linkAddress(OWN_HOST, kind, value);

/** Names the other experiment only to those who may know it exists. */
async function refuseTakenAddresses(tx: Tx, { workspaceId }: Context, links: readonly NewLink[]): Promise<void> {
  const taken = new Map((await findTakenAddresses(tx, links.map(addressOf))).map((row) => [row.address, row]));
  const faults = links.flatMap((link, index) => {
    const by = taken.get(addressOf(link));
    if (!by) return [];
    const who = by.workspaceId === workspaceId ? `by the experiment “${by.experimentName}”` : 'already';
    return [{ pointer: `#/links/${index}/value`, detail: `is used ${who}` }];
  });
  if (faults.length > 0) throw new ProblemError('address_taken', undefined, faults);
}
