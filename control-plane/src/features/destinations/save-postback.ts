import { type endpoints, type FieldProblem, ProblemError } from '@alyson/schema';
import { appendAudit } from '../../audit/append-audit.ts';
import type { Context } from '../../context.ts';
import { checkPostbackUrl } from '../../domain/postback-template.ts';
import type { Answer, Input } from '../../http/mount.ts';
import { invalidFields } from '../../http/validate.ts';
import type { Tx } from '../../io/database.ts';
import { requireVersion } from '../../refusals.ts';
import {
  type DestinationChange,
  insertDestination,
  isOwnExperiment,
  lockDestination,
  updateDestination,
} from './destination-list.store.ts';
import { getPostback } from './list-destinations.ts';
import { showPostback } from './show-destination.ts';
import { changeOfState } from './state-of-destination.ts';

type CreatePostback = typeof endpoints.createPostback;
type ChangePostback = typeof endpoints.changePostback;

/** Events that count from now on are told to it. @throws ProblemError `validation_failed` */
export function createPostback(ctx: Context, { body }: Input<CreatePostback>): Promise<Answer<CreatePostback>> {
  return ctx.db.transaction(async (tx) => {
    await refuseFaults(tx, ctx, body);
    const { minimumAmount, ...settings } = body;
    const id = ctx.newId('destination');
    const now = new Date(ctx.now());
    const columns = { ...settings, ...minimumOf(minimumAmount) };
    const row = {
      ...columns,
      id,
      workspaceId: ctx.workspaceId,
      kind: 'postback',
      stateSince: now,
      createdAt: now,
    } as const;
    await insertDestination(tx, row);
    await appendAudit(tx, ctx, { action: 'postback.created', objectId: id, objectName: body.name, after: body });
    ctx.publishChange({ topic: 'destination', experimentIds: [], count: 1 });
    return getPostback({ ...ctx, db: tx }, id);
  });
}

/** @throws ProblemError `not_found`, `stale_version`, `validation_failed` */
export function changePostback(
  ctx: Context,
  { params: { postbackId }, body, ifMatch }: Input<ChangePostback>,
): Promise<Answer<ChangePostback>> {
  return ctx.db.transaction(async (tx) => {
    const before = await lockDestination(tx, ctx.workspaceId, postbackId, 'postback');
    if (!before) throw new ProblemError('not_found');
    requireVersion(before, ifMatch);
    await refuseFaults(tx, ctx, body);
    const { minimumAmount, state, ...settings } = body;
    const change: DestinationChange = {
      ...settings,
      ...(minimumAmount !== undefined && minimumOf(minimumAmount)),
      ...changeOfState(before, state, new Date(ctx.now())),
    };
    await updateDestination(tx, postbackId, change);
    await appendAudit(tx, ctx, {
      action: 'postback.changed',
      objectId: postbackId,
      objectName: body.name ?? before.name,
      before: pick(showPostback({ ...before, waiting: 0, givenUp: 0 }), Object.keys(body)),
      after: body,
    });
    ctx.publishChange({ topic: 'destination', experimentIds: [], count: 1 });
    return getPostback({ ...ctx, db: tx }, postbackId);
  });
}

const pick = (shown: object, names: readonly string[]) =>
  Object.fromEntries(Object.entries(shown).filter(([name]) => names.includes(name)));

const minimumOf = (minimum: { amountMicros: number; currency: string } | null) => ({
  minimumMicros: minimum?.amountMicros ?? null,
  minimumCurrency: minimum?.currency ?? null,
});

async function refuseFaults(
  tx: Tx,
  { config, workspaceId }: Context,
  { url, experimentId }: { url?: string | undefined; experimentId?: string | null | undefined },
): Promise<void> {
  const faults = url === undefined ? [] : checkPostbackUrl(url, { allowLocal: config.environment === 'local' });
  const errors: FieldProblem[] = faults.map((detail) => ({ pointer: '#/url', detail }));
  if (experimentId && !(await isOwnExperiment(tx, workspaceId, experimentId)))
    errors.push({ pointer: '#/experimentId', detail: 'is no experiment of this workspace' });
  if (errors.length > 0) throw invalidFields(errors);
}
