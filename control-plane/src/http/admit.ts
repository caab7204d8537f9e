import { type Endpoint, ProblemError } from '@alyson/schema';
import type { Context as HonoContext, MiddlewareHandler } from 'hono';
import { authorize, type Change, type Context } from '../context.ts';
import type { AppEnv } from './app-env.ts';
import { authenticate, type Caller } from './authenticate.ts';
import { budgetOf, clientAddressOf } from './client-address.ts';

type Admitting = Pick<Endpoint, 'permission' | 'caller'>;

/** Lets through whoever may call the endpoint (C4). */
export const admit =
  (endpoint: Admitting): MiddlewareHandler<AppEnv> =>
  async (c, next) => {
    const { deps } = c.var;
    if (!isOfParts(endpoint)) await deps.limits.admitAddress(budgetOf(clientAddressOf(c)));
    const caller = await authenticate(deps, c.req.raw);
    c.set('actor', caller.actor);
    if (!isOfParts(endpoint)) await deps.limits.admitCaller(caller.actor.sessionId ?? caller.actor.id ?? '');
    if (endpoint.permission) authorize(caller.actor, endpoint.permission);
    if (endpoint.caller === 'person' && caller.actor.kind !== 'user')
      throw new ProblemError('forbidden', 'This is about the account of a person. Sign in to do it.');
    c.set('caller', caller);
    await next();
  };

/** Edges' deliveries and the worker's gradings are never limited: what they bring must not be lost. */
const isOfParts = ({ permission }: Admitting): boolean => /^(edge|worker):/.test(permission ?? '');

export function admitted(c: HonoContext<AppEnv>): Caller {
  const { caller } = c.var;
  if (!caller) throw new Error('a handler ran without its caller');
  return caller;
}

/** @param changes  what the use case wants to have told is put here, for after the commit */
export function requestContext(c: HonoContext<AppEnv>, changes: Change[]): Context {
  const { deps, requestId } = c.var;
  const publishChange = (change: Change) => void changes.push(change);
  return { ...deps, ...admitted(c), requestId, signal: c.req.raw.signal, publishChange };
}
