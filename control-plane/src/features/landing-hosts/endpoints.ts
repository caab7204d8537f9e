import { endpoints } from '@alyson/schema';
import type { App } from '../../http/app-env.ts';
import { mount } from '../../http/mount.ts';
import { allowLandingHosts } from './allow-landing-hosts.ts';
import { listLandingHosts } from './list-landing-hosts.ts';
import { removeLandingHost } from './remove-landing-host.ts';

export function registerLandingHosts(app: App): void {
  mount(app, endpoints.listLandingHosts, (ctx) => listLandingHosts(ctx));
  mount(app, endpoints.allowLandingHosts, (ctx, { body }) => allowLandingHosts(ctx, body.hosts));
  mount(app, endpoints.removeLandingHost, (ctx, { params }) => removeLandingHost(ctx, params.host));
}
