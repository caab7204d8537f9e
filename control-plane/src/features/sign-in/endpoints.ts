import { endpoints } from '@alyson/schema';
import type { App } from '../../http/app-env.ts';
import { mount } from '../../http/mount.ts';
import { mountPublic } from '../../http/mount-public.ts';
import { AUTH_PATH } from '../../http/sign-in.ts';
import { getMe } from './get-me.ts';
import { getSignInOptions } from './get-sign-in-options.ts';
import { finishSignIn, startSignIn } from './sign-in-by-identity.ts';
import { signInByPassword, signOut } from './sign-in-by-password.ts';

/** Of the library's many addresses these two are open; whatever else people do to their accounts has an endpoint of ours. */
export function registerSignIn(app: App): void {
  app.post(`${AUTH_PATH}/sign-in/email`, signInByPassword);
  app.post(`${AUTH_PATH}/sign-out`, signOut);
  app.get(`${AUTH_PATH}/oidc/start`, startSignIn);
  app.get(`${AUTH_PATH}/oidc/callback`, finishSignIn);
  mountPublic(app, endpoints.getSignInOptions, (ctx) => Promise.resolve(getSignInOptions(ctx)));
  mount(app, endpoints.getMe, (ctx) => getMe(ctx));
}
