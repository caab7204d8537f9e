import { endpoints } from '@alyson/schema';
import type { App } from '../../http/app-env.ts';
import { mount } from '../../http/mount.ts';
import { mountPublic } from '../../http/mount-public.ts';
import { acceptInvite } from './accept-invite.ts';
import { changePassword } from './change-password.ts';
import { endSession, endSessions } from './end-sessions.ts';
import { getAccount } from './get-account.ts';
import { listSessions } from './list-sessions.ts';
import { readAccountLink } from './read-account-link.ts';
import { resetPassword } from './reset-password.ts';

export function registerAccount(app: App): void {
  mount(app, endpoints.getAccount, (ctx) => getAccount(ctx));
  mount(app, endpoints.changePassword, changePassword);
  mount(app, endpoints.listSessions, (ctx) => listSessions(ctx));
  mount(app, endpoints.endSession, endSession);
  mount(app, endpoints.endSessions, (ctx) => endSessions(ctx));
  mountPublic(app, endpoints.readAccountLink, readAccountLink);
  mountPublic(app, endpoints.acceptInvite, acceptInvite);
  mountPublic(app, endpoints.resetPassword, resetPassword);
}
