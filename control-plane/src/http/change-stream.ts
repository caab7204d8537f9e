import { changeStream, type Instant } from '@alyson/schema';
import { type SSEStreamingApi, streamSSE } from 'hono/streaming';
import type { Deps } from '../context.ts';
import { admit, admitted } from './admit.ts';
import type { App } from './app-env.ts';
import { authenticate } from './authenticate.ts';
import { type ChangeInbox, openInbox } from './change-inbox.ts';
import { OpenStreams } from './open-streams.ts';

/** How long somebody who was taken out goes on hearing of changes, at most; and how often a quiet stream says that it lives. */
const HEARTBEAT_MS = 5_000;

/** `GET /v1/events`: notes that something changed, as server-sent events (C10). */
export function registerChangeStream(app: App, deps: Deps): void {
  const open = new OpenStreams();
  app.get(changeStream.path, admit(changeStream), (c) => {
    const { actor, workspaceId } = admitted(c);
    // The browser sends the header when it takes a stream up again; a tab that goes on for another can only ask.
    const given = c.req.header('last-event-id') ?? c.req.query('after') ?? '';
    const lastSeen = /^[\w.]{1,60}$/.exec(given)?.[0] ?? null;
    const mayStillRead = () =>
      authenticate(deps, c.req.raw).then(
        (again) => again.workspaceId === workspaceId,
        () => false,
      );
    const leave = open.take(actor.sessionId ?? actor.id ?? '');
    return streamSSE(c, async (stream) => {
      const from = lastSeen ?? deps.changes.lastId();
      const inbox = openInbox(deps.changes, workspaceId, lastSeen);
      const end = () => {
        inbox.close();
        leave();
      };
      stream.onAbort(end);
      try {
        // A reader that breaks off before the first note goes on from here.
        await stream.write(`id: ${from}\n\n`);
        await forward(inbox, stream, mayStillRead, deps.now);
      } finally {
        end();
      }
    });
  });
}

/** Writes until the reader leaves, falls too far behind, or may no longer read. */
async function forward(
  inbox: ChangeInbox,
  stream: SSEStreamingApi,
  mayStillRead: () => Promise<boolean>,
  now: () => Instant,
): Promise<void> {
  await stream.write('retry: 2000\n\n');
  let checkedAt = now();
  for (;;) {
    const note = await inbox.next(HEARTBEAT_MS);
    if (note === 'ended') return;
    if (note === 'nothing' || now() - checkedAt >= HEARTBEAT_MS) {
      if (!(await mayStillRead())) return;
      checkedAt = now();
    }
    if (note === 'nothing') await stream.write(': still here\n\n');
    else await stream.writeSSE({ id: String(note.id), data: JSON.stringify(note) });
  }
}
