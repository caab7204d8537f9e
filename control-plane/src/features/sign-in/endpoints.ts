import { endpoints } from '@alyson/schema';
import type { Deps } from '../../context.ts';
import type { App } from '../../http/app-env.ts';
import { refuseForeignOrigin } from '../../http/authenticate.ts';
import { mount } from '../../http/mount.ts';
import { AUTH_PATH, CLIENT_ADDRESS_HEADER } from '../../http/sign-in.ts';
import { getMe } from './get-me.ts';

export function registerSignIn(app: App, { config, signIn }: Deps): void {
  app.on(['GET', 'POST'], `${AUTH_PATH}/*`, (c) => {
    refuseForeignOrigin(c.req.raw, config.apiUrl);
    const headers = new Headers(c.req.raw.headers);
    headers.set(CLIENT_ADDRESS_HEADER, c.env?.incoming?.socket.remoteAddress ?? '127.0.0.1');
    return signIn.handle(new Request(c.req.raw, { headers }));
  });
  mount(app, endpoints.getMe, (ctx) => getMe(ctx));
}
