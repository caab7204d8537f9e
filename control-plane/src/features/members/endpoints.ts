import { endpoints } from '@alyson/schema';
import type { App } from '../../http/app-env.ts';
import { mount } from '../../http/mount.ts';
import { changeMember } from './change-member.ts';
import { createInvite } from './create-invite.ts';
import { createPasswordReset } from './create-password-reset.ts';
import { listInvites } from './list-invites.ts';
import { listMembers } from './list-members.ts';
import { removeMember } from './remove-member.ts';
import { revokeInvite } from './revoke-invite.ts';

export function registerMembers(app: App): void {
  mount(app, endpoints.listMembers, listMembers);
  mount(app, endpoints.changeMember, changeMember);
  mount(app, endpoints.removeMember, removeMember);
  mount(app, endpoints.createPasswordReset, createPasswordReset);
  mount(app, endpoints.listInvites, listInvites);
  mount(app, endpoints.createInvite, createInvite);
  mount(app, endpoints.revokeInvite, revokeInvite);
}
