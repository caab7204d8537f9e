import type { Permission } from '@alyson/schema';
import { announce, authorize, type Change, type Context } from '../context.ts';
import type { App } from './app-env.ts';
import { authenticate } from './authenticate.ts';

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
  app.post(path, async (c) => {
    const { deps, requestId } = c.var;
    const caller = await authenticate(deps, c.req.raw);
    c.set('actor', caller.actor);
    authorize(caller.actor, permission);
    const changes: Change[] = [];
    const publishChange = (change: Change) => void changes.push(change);
    const ctx: Context = { ...deps, ...caller, requestId, signal: c.req.raw.signal, publishChange };
    const name = nameOf(c.req.query('name'));
    const answer = await handle(ctx, { body: c.req.raw.body, name });
    for (const change of changes) announce(deps, caller.workspaceId, change);
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
