import { endpoints } from '@alyson/schema';
import type { App } from '../../http/app-env.ts';
import { mount } from '../../http/mount.ts';
import { createApiToken } from './create-api-token.ts';
import { listApiTokens } from './list-api-tokens.ts';
import { revokeApiToken } from './revoke-api-token.ts';

export function registerApiTokens(app: App): void {
  mount(app, endpoints.listApiTokens, listApiTokens);
  mount(app, endpoints.createApiToken, createApiToken);
  mount(app, endpoints.revokeApiToken, revokeApiToken);
}
