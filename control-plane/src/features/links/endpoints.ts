import { endpoints } from '@alyson/schema';
import type { App } from '../../http/app-env.ts';
import { mount } from '../../http/mount.ts';
import { addLink } from './add-link.ts';
import { changeLink } from './change-link.ts';
import { getLink } from './get-link.ts';
import { listLinks } from './list-links.ts';
import { removeLink } from './remove-link.ts';

export function registerLinks(app: App): void {
  mount(app, endpoints.listLinks, listLinks);
  mount(app, endpoints.getLink, getLink);
  mount(app, endpoints.addLink, (ctx, { params, body }) => addLink(ctx, params.experimentId, body));
  mount(app, endpoints.changeLink, (ctx, { params, ifMatch, body }) =>
    changeLink(ctx, { ...params, ifMatch, change: body }),
  );
  mount(app, endpoints.removeLink, (ctx, { params, ifMatch }) => removeLink(ctx, { ...params, ifMatch }));
}
