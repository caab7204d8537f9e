import { type Endpoint, invalidField } from '@alyson/schema';
import { announce, type Change, type Context } from '../context.ts';
import { admit, requestContext } from './admit.ts';
import type { App } from './app-env.ts';
import { toHonoPath } from './hono-path.ts';
import { type Answer, type Input, readInput } from './mount.ts';

export interface Upload {
  /** As it comes: nothing of it is held. */
  body: ReadableStream<Uint8Array>;
  /** What the file is called, for people. */
  name: string;
}

/** Puts an endpoint on the app whose body is a file: read while it comes, however large. */
export function mountUpload<E extends Endpoint & { file: object }>(
  app: App,
  endpoint: E,
  handle: (ctx: Context, input: Input<E>, upload: Upload) => Promise<Answer<E>>,
): void {
  app.on(endpoint.method.toUpperCase(), toHonoPath(endpoint.path), admit(endpoint), async (c) => {
    const input = await readInput(endpoint, c, {});
    const { body } = c.req.raw;
    if (body === null) throw invalidField('#/file', 'is missing: send the file as the body');
    const changes: Change[] = [];
    const ctx = requestContext(c, changes);
    const output = await handle(ctx, input as Input<E>, { body, name: nameOf(input.query?.['name']) });
    for (const change of changes) announce(c.var.deps, ctx.workspaceId, change);
    c.header('cache-control', 'no-store');
    return c.json(output as object, endpoint.status ?? 200);
  });
}

/** What of a name can be shown and stored. */
const nameOf = (given: unknown): string =>
  String(given ?? '')
    .toWellFormed()
    .replace(/\p{Cc}/gu, '')
    .trim()
    .slice(0, 200) || 'A file without a name';
