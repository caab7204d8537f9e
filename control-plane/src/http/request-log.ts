import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import { matchedRoutes } from 'hono/route';
import { countRequest } from '../counters.ts';
import type { AppEnv } from './app-env.ts';

const REQUEST_ID = /^[\w.-]{1,64}$/;

/**
 * Gives the request its id, counts it, and writes one line when it has been answered: the route rather than the address, because
 * addresses carry secrets (webhooks) and visitors' data (queries).
 */
export const requestLog = createMiddleware<AppEnv>(async (c, next) => {
  const { counters, log, newId, now } = c.var.deps;
  const given = c.req.header('x-request-id');
  const requestId = given !== undefined && REQUEST_ID.test(given) ? given : newId('request');
  c.set('requestId', requestId);
  const startedAt = now();
  await next();
  c.header('x-request-id', requestId);
  const { method } = c.req;
  const { status } = c.res;
  const answered = { method, route: routeOf(c), status, ms: now() - startedAt };
  countRequest(counters, answered);
  const fields = { requestId, ...answered, actor: c.var.actor?.id };
  if (status >= 500) log.error(fields, 'request');
  else log.info(fields, 'request');
});

/** The first that is nobody's middleware; the panel's own addresses have only that. */
const routeOf = (c: Context): string => matchedRoutes(c).find(({ path }) => path !== '/*')?.path ?? '/*';
