import type { AttentionItem, endpoints } from '@alyson/schema';
import type * as z from 'zod';
import { authorize, type Context } from '../../context.ts';
import type { Answer } from '../../http/mount.ts';
import { type AttentionRow, findOpenItems } from './attention.store.ts';

const MOST = 200;

/** What was noticed and is not over. @throws ProblemError `forbidden` */
export async function listAttention(ctx: Context): Promise<Answer<typeof endpoints.listAttention>> {
  authorize(ctx.actor, 'buyer:read');
  return { items: (await findOpenItems(ctx.db, ctx.workspaceId, MOST)).map(showAttention) };
}

export const showAttention = (row: AttentionRow): z.input<typeof AttentionItem> => ({
  id: row.id,
  kind: row.kind,
  subjectId: row.subjectId,
  summary: row.summary,
  evidence: row.evidence,
  since: row.since.toISOString(),
});
