import { ProblemError } from '@alyson/schema';
import { createMiddleware } from 'hono/factory';
import type { AppEnv } from './app-env.ts';
import { toProblemResponse } from './problem-response.ts';

/** More than people ask for at once, and about what the database answers within a second. */
const MOST_IN_PROGRESS = 200;

/**
 * What others depend on is never turned away here: edges that bring clicks and buyers' reports, what watches the product,
 * and the stream of changes, which is always in progress.
 */
const NEVER_SHED = /^\/(?:v1\/(?:clicks|events|bundles)(?:\/|$)|webhooks\/|aff_|healthz$|readyz$|metrics$)/;

/**
 * Answers 503 at once, with Retry-After, while too many requests are in progress: those are then finished in time, and the
 * callers turned away know when to come again. Without it all would wait, and all give up.
 */
export function shedLoad(most: number = MOST_IN_PROGRESS) {
  let inProgress = 0;
  return createMiddleware<AppEnv>(async (c, next) => {
    if (NEVER_SHED.test(c.req.path) && !(c.req.method === 'GET' && c.req.path === '/v1/clicks')) return next();
    if (inProgress >= most)
      return toProblemResponse(
        new ProblemError('unavailable', 'Too many requests are in progress. Try again in a second.'),
        c.var.requestId,
      );
    inProgress += 1;
    try {
      await next();
    } finally {
      inProgress -= 1;
    }
  });
}
