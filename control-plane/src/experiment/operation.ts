import { type Endpoint, ProblemError } from '@alyson/schema';
import { authorize, type Context } from '../context.ts';
import type { Input } from '../http/mount.ts';
import { validateClosed } from '../http/validate.ts';
import type { ShownExperiment } from './show-experiment.ts';

/** A request to an endpoint that is made later, by its endpoint's own shape. */
export interface LaterRequest {
  params: Record<string, string>;
  body: unknown;
  ifMatch: number;
}

/** Makes such a request: parsed as at the door, and then the use case. */
export type Operation = (ctx: Context, request: LaterRequest) => Promise<ShownExperiment>;

/** An endpoint's use case for requests that do not come by HTTP: whoever makes one may do what the endpoint asks for. */
export const operation =
  <E extends Endpoint>(endpoint: E, handle: (ctx: Context, input: Input<E>) => Promise<ShownExperiment>): Operation =>
  async (ctx, { params, body, ifMatch }) => {
    if (endpoint.permission) authorize(ctx.actor, endpoint.permission);
    const parsed = endpoint.params?.safeParse(params);
    if (parsed?.success === false) throw new ProblemError('not_found');
    const input = {
      params: parsed?.data,
      ...(endpoint.body && { body: validateClosed(endpoint.body, body ?? {}) }),
      ifMatch,
    };
    return handle(ctx, input as Input<E>);
  };
