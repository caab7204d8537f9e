import type { EdgeState } from '@alyson/schema';
import { withBearer } from './with-bearer.ts';

export interface ReportStateDeps {
  readonly edgeToken: string;
  readonly state: () => Promise<EdgeState>;
}

/** `GET /edge/state`: what this edge obeys, read back by the control plane after a push. */
export const reportState = ({ edgeToken, state }: ReportStateDeps) =>
  withBearer(edgeToken, async (c) => c.json(await state()));
