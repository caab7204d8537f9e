import { endpoints } from '@alyson/schema';
import type { App } from '../../http/app-env.ts';
import { mount } from '../../http/mount.ts';
import { changeWorkspace } from './change-workspace.ts';
import { createWorkspace } from './create-workspace.ts';
import { getWorkspace } from './get-workspace.ts';
import { listWorkspaces } from './list-workspaces.ts';

export function registerWorkspaces(app: App): void {
  mount(app, endpoints.listWorkspaces, (ctx) => listWorkspaces(ctx));
  mount(app, endpoints.createWorkspace, createWorkspace);
  mount(app, endpoints.getWorkspace, (ctx) => getWorkspace(ctx));
  mount(app, endpoints.changeWorkspace, changeWorkspace);
}
