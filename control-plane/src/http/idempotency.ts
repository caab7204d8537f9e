import { createHash } from 'node:crypto';
import { ProblemError } from '@alyson/schema';
import type { Context } from '../context.ts';
import { keepAnswer, readAnswer, takeKey } from './idempotency.store.ts';
import { openAnswer, sealAnswer } from './sealed-answer.ts';

const KEY = /^[\x21-\x7e]{1,200}$/;

/** What identifies a request under a key: the same key with another of these is a mistake of the caller. */
export interface IdempotentRequest {
  key: string;
  method: string;
  path: string;
  body: unknown;
}

/**
 * Runs a create once per Idempotency-Key (C5). The key, the effect and the answer are one transaction: a repeat, however
 * early or late, finds all of them or none, and gets the first one's answer.
 *
 * @throws ProblemError `idempotency_key_reused` when the key came with another request before
 */
export async function runOnce<T>(
  ctx: Context,
  request: IdempotentRequest,
  status: number,
  run: (ctx: Context) => Promise<T>,
): Promise<T> {
  if (!KEY.test(request.key))
    throw new ProblemError('malformed_request', 'Idempotency-Key must be 1 to 200 visible characters.');
  const id = { workspaceId: ctx.workspaceId, key: request.key };
  const requestSha256 = fingerprint(request);
  return ctx.db.transaction(async (tx) => {
    if (await takeKey(tx, id, requestSha256, new Date(ctx.now()))) {
      const answer = await run({ ...ctx, db: tx });
      await keepAnswer(tx, id, status, sealAnswer(ctx, answer));
      return answer;
    }
    const before = await readAnswer(tx, id);
    const answered = before?.requestSha256 === requestSha256 && openAnswer(ctx, before.response);
    if (!answered) throw new ProblemError('idempotency_key_reused');
    return answered as T;
  });
}

function fingerprint({ method, path, body }: IdempotentRequest): string {
  return createHash('sha256')
    .update(JSON.stringify([method, path, body]))
    .digest('hex');
}
