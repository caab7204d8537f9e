import { ProblemError } from '@alyson/schema';
import type { App } from './app-env.ts';
import { toProblemResponse } from './problem-response.ts';

/**
 * Answers for every address what its routes do not: `OPTIONS` with the methods that it has, any other with 405. To be called
 * after the routes, so that only what none of them took comes here.
 */
export function answerOtherMethods(app: App): void {
  const routes = app.routes.filter(({ method, path }) => method !== 'ALL' && !path.includes('*'));
  for (const [path, ofPath] of Map.groupBy(routes, (route) => route.path)) {
    const methods = new Set(ofPath.map(({ method }) => method));
    if (methods.has('GET')) methods.add('HEAD');
    const allow = [...methods, 'OPTIONS'].toSorted().join(', ');
    app.all(path, (c) => {
      if (c.req.method === 'OPTIONS') return c.body(null, 204, { allow });
      return toProblemResponse(new ProblemError('method_not_allowed'), c.var.requestId, { allow });
    });
  }
}
