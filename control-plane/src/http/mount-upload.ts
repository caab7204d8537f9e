import type { Permission } from '@alyson/schema';
import { announce, type Change, type Context } from '../context.ts';
import { admit, requestContext } from './admit.ts';
import type { App } from './app-env.ts';

export interface Upload {
  /** As it comes: nothing of it is held. Null where there is none. */
  body: ReadableStream<Uint8Array> | null;
  /** The file's name, for people. */
  name: string;
}

/**
 * Puts an upload on the app: a file as the body itself, read while it comes, however large. What a JSON endpoint is, with a
 * permission and a JSON answer, but for its input.
 */
export function mountUpload(
  app: App,
  { path, permission }: { path: string; permission: Permission },
  handle: (ctx: Context, upload: Upload) => Promise<object>,
): void {
  app.post(path, admit({ permission }), async (c) => {
    const changes: Change[] = [];
    const ctx = requestContext(c, changes);
    const name = nameOf(c.req.query('name'));
    const answer = await handle(ctx, { body: c.req.raw.body, name });
    for (const change of changes) announce(c.var.deps, ctx.workspaceId, change);
    c.header('cache-control', 'no-store');
    return c.json(answer, 201);
  });
}

/** What of a name can be shown and stored. */
const nameOf = (given = ''): string =>
  given
    .toWellFormed()
    .replace(/\p{Cc}/gu, '')
    .trim()
    .slice(0, 200) || 'A file without a name';
