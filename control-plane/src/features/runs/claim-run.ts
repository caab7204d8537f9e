import { setTimeout as sleep } from 'node:timers/promises';
import { type ClaimedRun, MINUTE_MS, toTimestamp } from '@alyson/schema';
import type * as z from 'zod';
import type { ChangeFeed } from '../../change-feed.ts';
import type { Context } from '../../context.ts';
import type { Tx } from '../../io/database.ts';
import { finishRun } from './finish-run.ts';
import { lockClaimable, type RunRow, updateRun } from './runs.store.ts';

const LEASE_MS = MINUTE_MS;
export const MAX_ATTEMPTS = 5;

/** How soon a run is found that another process queued, or whose lease has run out. */
const POLL_MS = 500;

export type Claim = z.input<typeof ClaimedRun>;

/**
 * Hands one waiting run to a worker, for as long as the lease lasts: a worker that dies loses the run to the next. Waits
 * for one when there is none, unless the worker hangs up.
 *
 * @param feed  rings at once when this process queues a run
 */
export async function claimRun(ctx: Context, feed: ChangeFeed, waitMs: number): Promise<{ run: Claim | null }> {
  const giveUp = AbortSignal.any([AbortSignal.timeout(waitMs), ctx.signal]);
  const bell = hangBell(feed);
  try {
    for (;;) {
      // Before looking, so that what is queued meanwhile is not missed.
      const rung = bell.next();
      const run = await takeRun(ctx);
      if (run || giveUp.aborted) return { run };
      await Promise.race([rung, sleep(POLL_MS, undefined, { signal: giveUp }).catch(() => undefined)]);
    }
  } finally {
    bell.takeDown();
  }
}

/** `next` resolves with the next note of a run. */
function hangBell(feed: ChangeFeed): { next(): Promise<void>; takeDown(): void } {
  let ring = () => {};
  const takeDown = feed.subscribe(({ event }) => {
    if (event.topic === 'run') ring();
  });
  return {
    takeDown,
    next: () =>
      new Promise((resolve) => {
        ring = resolve;
      }),
  };
}

function takeRun(ctx: Context): Promise<Claim | null> {
  return ctx.db.transaction(async (tx) => {
    for (;;) {
      const run = await lockClaimable(tx, new Date(ctx.now()));
      if (!run) return null;
      if (run.attempts < MAX_ATTEMPTS) return lease(tx, ctx, run);
      await giveUpRun(tx, ctx, run);
    }
  });
}

async function lease(tx: Tx, ctx: Context, run: RunRow): Promise<Claim> {
  const { id, experimentId, attempts, workspaceId, requestId } = run;
  const attempt = attempts + 1;
  const leaseId = `${id}.${attempt}`;
  const startedAt = new Date(ctx.now());
  const leasedUntil = new Date(ctx.now() + LEASE_MS);
  const change = {
    state: 'running',
    attempts: attempt,
    leaseId,
    leasedUntil,
    availableAt: leasedUntil,
    startedAt,
  } as const;
  await updateRun(tx, id, change);
  ctx.publishChange({ workspaceId, topic: 'run', experimentIds: [experimentId], count: 1 });
  return { id, experimentId, leaseId, leasedUntil: toTimestamp(leasedUntil.getTime()), requestId: requestId ?? id };
}

async function giveUpRun(tx: Tx, ctx: Context, { id, experimentId, attempts, workspaceId }: RunRow): Promise<void> {
  const detail = `Given up: ${attempts} workers took the run, and none of them finished it.`;
  await finishRun(tx, ctx, id, { state: 'failed', finishedAt: new Date(ctx.now()), detail });
  ctx.publishChange({ workspaceId, topic: 'run', experimentIds: [experimentId], count: 1 });
}
