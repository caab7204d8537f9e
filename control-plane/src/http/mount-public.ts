import { type Endpoint, ProblemError } from '@alyson/schema';
import { bodyLimit } from 'hono/body-limit';
import type { Context } from '../context.ts';
import type { App } from './app-env.ts';
import { refuseForeignOrigin } from './authenticate.ts';
import { budgetOf, clientAddressOf } from './client-address.ts';
import { toHonoPath } from './hono-path.ts';
import { type Answer, type Input, readInput } from './mount.ts';
import type { SignedInPerson } from './sign-in.ts';

/** What a use case knows that answers strangers: no workspace, and of the caller only whether they are signed in. */
export interface PublicContext extends Omit<Context, 'actor' | 'workspaceId' | 'publishChange'> {
  person: SignedInPerson | null;
}

/** Nobody has proved anything yet: nothing long is read. */
const MAX_BODY_BYTES = 16_384;

/** Puts an endpoint on the app that answers anybody (`caller: 'anybody'`). Its use case decides itself what it gives to whom. */
export function mountPublic<E extends Endpoint & { caller: 'anybody' }>(
  app: App,
  endpoint: E,
  handle: (ctx: PublicContext, input: Input<E>) => Promise<Answer<E>>,
): void {
  const limit = bodyLimit({
    maxSize: MAX_BODY_BYTES,
    onError: () => {
      throw new ProblemError('payload_too_large');
    },
  });
  app.on(endpoint.method.toUpperCase(), toHonoPath(endpoint.path), limit, async (c) => {
    const { deps, requestId } = c.var;
    await deps.limits.admitAddress(budgetOf(clientAddressOf(c)));
    refuseForeignOrigin(c.req.raw, deps.config.apiUrl);
    const input = await readInput(endpoint, c, {});
    const person = await deps.signIn.readSession(c.req.raw.headers);
    const output = await handle({ ...deps, requestId, person, signal: c.req.raw.signal }, input as Input<E>);
    c.header('cache-control', 'no-store');
    return c.json(output as object, endpoint.status ?? 200);
  });
}
