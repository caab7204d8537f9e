import type { EdgeState } from '@alyson/schema';
import type { Context } from 'hono';
import type { AcceptBundle } from '../release-intake.ts';
import { isNoNewer } from '../release-memory.ts';

export interface AcceptBundleDeps {
  /** Verifies a bundle, puts it in force and keeps it. */
  readonly accept: AcceptBundle;
  readonly state: () => Promise<EdgeState>;
}

/**
 * `PUT /edge/bundles/{shard}`: a push by the control plane. The signature is the authorisation. Answers what this edge
 * holds: 200 when the bundle is in force, 409 when it was no newer than the one held, 422 with the reason otherwise.
 */
export function acceptBundle({ accept, state }: AcceptBundleDeps) {
  return async (c: Context) => {
    const shard = Number(c.req.param('shard'));
    const signed: unknown = await c.req.json().catch(() => null);
    const acceptance = await accept(shard, signed);
    if (acceptance.ok) return c.json(await state());
    if (isNoNewer(acceptance)) return c.json(await state(), 409);
    return c.json({ reason: acceptance.reason }, 422);
  };
}
