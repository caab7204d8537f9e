import { endpoints } from '@alyson/schema';
import type { App } from '../../http/app-env.ts';
import { mount } from '../../http/mount.ts';
import { addHost } from './add-host.ts';
import { listHosts } from './list-hosts.ts';
import { removeHost } from './remove-host.ts';

export function registerHosts(app: App): void {
  mount(app, endpoints.listHosts, (ctx) => listHosts(ctx));
  mount(app, endpoints.addHost, (ctx, { body }) => addHost(ctx, body.host));
  mount(app, endpoints.removeHost, (ctx, { params }) => removeHost(ctx, params.host));
}
