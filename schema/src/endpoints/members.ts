import * as z from 'zod';
import { AccountLinkId, UserId } from '../ids.ts';
import { ChangeMember, CreateInvite, Invite, InviteWithLink, Member, PasswordResetLink } from '../member.ts';
import { endpoint, Page, pageOf } from './endpoint.ts';

const ofMember = z.object({ userId: UserId });

export const membersEndpoints = {
  listMembers: endpoint({
    method: 'get',
    path: '/v1/members',
    summary: 'People of the workspace, the newest first',
    permission: 'member:read',
    query: z.object(Page),
    response: pageOf(Member),
    problems: ['validation_failed'],
  }),
  changeMember: endpoint({
    method: 'patch',
    path: '/v1/members/{userId}',
    summary: "Change a person's role, from their next request on",
    permission: 'member:admin',
    params: ofMember,
    body: ChangeMember,
    response: Member,
    problems: ['validation_failed', 'not_found', 'last_admin'],
  }),
  removeMember: endpoint({
    method: 'delete',
    path: '/v1/members/{userId}',
    summary: 'Take a person out of the workspace, at once; their account stays',
    permission: 'member:admin',
    params: ofMember,
    query: z.object({ revokeTokens: z.stringbool().default(false) }),
    response: Member,
    problems: ['validation_failed', 'not_found', 'last_admin'],
  }),
  createPasswordReset: endpoint({
    method: 'post',
    path: '/v1/members/{userId}/password-reset',
    summary: 'A link with which a person sets a new password, once; it is shown in this answer only',
    permission: 'member:admin',
    params: ofMember,
    response: PasswordResetLink,
    status: 201,
    problems: ['not_found'],
  }),
  listInvites: endpoint({
    method: 'get',
    path: '/v1/invites',
    summary: 'Invites that wait to be accepted, the newest first',
    permission: 'member:admin',
    query: z.object(Page),
    response: pageOf(Invite),
    problems: ['validation_failed'],
  }),
  createInvite: endpoint({
    method: 'post',
    path: '/v1/invites',
    summary: 'Invite somebody; the link is shown in this answer only, and replaces an earlier one for the same e-mail',
    permission: 'member:admin',
    body: CreateInvite,
    response: InviteWithLink,
    status: 201,
    idempotent: true,
    problems: ['validation_failed', 'already_member', 'idempotency_key_reused'],
  }),
  revokeInvite: endpoint({
    method: 'delete',
    path: '/v1/invites/{inviteId}',
    summary: 'Take an invite back',
    permission: 'member:admin',
    params: z.object({ inviteId: AccountLinkId }),
    response: Invite,
    problems: ['not_found'],
  }),
} as const;
