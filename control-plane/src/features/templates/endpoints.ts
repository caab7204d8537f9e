import { endpoints } from '@alyson/schema';
import type { App } from '../../http/app-env.ts';
import { mount } from '../../http/mount.ts';
import { changeTemplate } from './change-template.ts';
import { type CreateFromContent, createFromTemplate } from './create-from-template.ts';
import { createTemplate } from './create-template.ts';
import { deleteTemplate } from './delete-template.ts';
import { getTemplate, listTemplates } from './list-templates.ts';

export function registerTemplates(app: App, createFromContent: CreateFromContent): void {
  mount(app, endpoints.listTemplates, (ctx, { query }) => listTemplates(ctx, query));
  mount(app, endpoints.createTemplate, (ctx, { body }) => createTemplate(ctx, body));
  mount(app, endpoints.getTemplate, (ctx, { params }) => getTemplate(ctx, params.templateId));
  mount(app, endpoints.changeTemplate, (ctx, { params, ifMatch, body }) =>
    changeTemplate(ctx, { ...params, ifMatch, name: body.name }),
  );
  mount(app, endpoints.deleteTemplate, (ctx, { params, ifMatch }) => deleteTemplate(ctx, { ...params, ifMatch }));
  mount(app, endpoints.createFromTemplate, (ctx, { params, body }) =>
    createFromTemplate(ctx, params.templateId, body, createFromContent),
  );
}
