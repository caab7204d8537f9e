import { ChangeEvent } from '@alyson/schema';
import { type SSEStreamingApi, streamSSE } from 'hono/streaming';
import { authorize, type Deps } from '../context.ts';
import type { App } from './app-env.ts';
import { authenticate, type Caller } from './authenticate.ts';

const HEARTBEAT_MS = 15_000;
/** A reader this far behind is cut off, and comes again with its last id. */
const MOST_WAITING = 1000;

/** `GET /v1/events`: notes that something changed, as server-sent events (C10). */
export function registerChangeStream(app: App, deps: Deps): void {
  app.get('/v1/events', async (c) => {
    const caller = await authenticate(deps, c.req.raw);
    c.set('actor', caller.actor);
    authorize(caller.actor, 'experiment:read');
    const lastSeen = Number(c.req.header('last-event-id') ?? Number.NaN);
    return streamSSE(c, async (stream) => {
      await follow(stream, deps, caller, lastSeen, () => authenticate(deps, c.req.raw));
    });
  });
}

/** Writes until the reader leaves, falls too far behind, or may no longer read. */
async function follow(
  stream: SSEStreamingApi,
  { changes }: Deps,
  { workspaceId }: Caller,
  lastSeen: number,
  authenticateAgain: () => Promise<Caller>,
): Promise<void> {
  const waiting: ChangeEvent[] = Number.isNaN(lastSeen) ? [] : missedSince(lastSeen, workspaceId, changes);
  let wake = () => {};
  const unsubscribe = changes.subscribe((entry) => {
    if (entry.workspaceId === workspaceId) waiting.push(entry.event);
    wake();
  });
  stream.onAbort(() => wake());
  try {
    await stream.write('retry: 2000\n\n');
    while (!stream.aborted && waiting.length <= MOST_WAITING) {
      const next = waiting.shift();
      if (next) {
        await stream.writeSSE({ id: String(next.id), data: JSON.stringify(next) });
        continue;
      }
      const isWoken = await new Promise<boolean>((resolve) => {
        const timer = setTimeout(() => resolve(false), HEARTBEAT_MS);
        wake = () => {
          clearTimeout(timer);
          resolve(true);
        };
      });
      if (isWoken) continue;
      await stream.write(': still here\n\n');
      await authenticateAgain();
    }
  } finally {
    unsubscribe();
  }
}

/** Where it is no longer known what was missed, every topic may have changed anywhere. */
function missedSince(lastSeen: number, workspaceId: string, changes: Deps['changes']): ChangeEvent[] {
  const missed = changes.since(workspaceId, lastSeen);
  if (missed) return missed;
  const id = changes.lastId();
  return ChangeEvent.shape.topic.options.map((topic) => ({ id, topic, experimentIds: [], count: 0 }));
}
