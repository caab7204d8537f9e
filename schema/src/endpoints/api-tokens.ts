import * as z from 'zod';
import { ApiToken, ApiTokenWithSecret, CreateApiToken } from '../api-token.ts';
import { ApiTokenId } from '../ids.ts';
import { endpoint, Page, pageOf } from './endpoint.ts';

export const apiTokensEndpoints = {
  listApiTokens: endpoint({
    method: 'get',
    path: '/v1/api-tokens',
    summary: 'Tokens of the workspace, the newest first',
    permission: 'token:admin',
    query: z.object(Page),
    response: pageOf(ApiToken),
    problems: ['validation_failed'],
  }),
  createApiToken: endpoint({
    method: 'post',
    path: '/v1/api-tokens',
    summary: 'Make a token that may do no more than its maker; it is shown in this answer only',
    permission: 'token:admin',
    body: CreateApiToken,
    example: { name: 'Reporting', role: 'viewer', expiresAt: '2027-11-22T12:00:00.000Z' },
    response: ApiTokenWithSecret,
    status: 201,
    idempotent: true,
    problems: ['validation_failed', 'idempotency_key_reused'],
  }),
  revokeApiToken: endpoint({
    method: 'delete',
    path: '/v1/api-tokens/{apiTokenId}',
    summary: 'Revoke a token: its next request is refused',
    permission: 'token:admin',
    params: z.object({ apiTokenId: ApiTokenId }),
    response: ApiToken,
    problems: ['not_found', 'token_configured'],
  }),
} as const;
