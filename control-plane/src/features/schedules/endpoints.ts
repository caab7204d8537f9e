import { endpoints, FireMessage, ProblemError } from '@alyson/schema';
import { bodyLimit } from 'hono/body-limit';
import type { Deps } from '../../context.ts';
import type { App } from '../../http/app-env.ts';
import { bearsToken } from '../../http/bears-token.ts';
import { mount } from '../../http/mount.ts';
import { readJson } from '../../http/read-request.ts';
import { validate } from '../../http/validate.ts';
import { toFire } from '../../io/fire-source.ts';
import { handleFire } from './handle-fire.ts';
import { listNextFires } from './list-next-fires.ts';
import { listSchedules } from './list-schedules.ts';

const MOST_BYTES = 65_536;

export function registerSchedules(app: App, deps: Deps): void {
  mount(app, endpoints.listSchedules, (ctx, { params }) => listSchedules(ctx, params.experimentId));
  mount(app, endpoints.listNextFires, async (ctx, { query }) => listNextFires(ctx, query));
  registerFireDoor(app, deps);
}

/**
 * `POST /internal/fires`: the door for whoever brings fires by HTTP instead of the queue, with the token
 * `ALYSON_FIRE_TOKEN`; closed while there is none. The same fire may be brought again: it says `repeated`.
 */
function registerFireDoor(app: App, deps: Deps): void {
  const { fireToken } = deps.config;
  const limit = bodyLimit({
    maxSize: MOST_BYTES,
    onError: () => {
      throw new ProblemError('payload_too_large');
    },
  });
  app.post('/internal/fires', limit, async (c) => {
    if (fireToken === null) throw new ProblemError('not_found');
    if (!bearsToken(c.req.header('authorization'), fireToken)) throw new ProblemError('unauthenticated');
    const message = validate(FireMessage, await readJson(c.req));
    return c.json({ outcome: await handleFire(deps, toFire(message)) });
  });
}
