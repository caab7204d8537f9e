import type { EdgeState } from '@alyson/schema';
import type { Context } from 'hono';
import { equalsInConstantTime } from '../domain/constant-time.ts';

export interface ReportStateDeps {
  readonly edgeToken: string;
  readonly state: () => Promise<EdgeState>;
}

/** `GET /edge/state`: what this edge obeys, read back by the control plane after a push. */
export function reportState({ edgeToken, state }: ReportStateDeps) {
  const expected = `Bearer ${edgeToken}`;
  return async (c: Context) => {
    if (!equalsInConstantTime(c.req.header('authorization') ?? '', expected))
      return c.json({ reason: 'unauthenticated' }, 401);
    return c.json(await state());
  };
}
