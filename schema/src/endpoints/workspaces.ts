import * as z from 'zod';
import { ChangeWorkspace, CreateWorkspace, Workspace, WorkspaceChoice } from '../workspace.ts';
import { endpoint } from './endpoint.ts';

export const workspacesEndpoints = {
  listWorkspaces: endpoint({
    method: 'get',
    path: '/v1/workspaces',
    summary: 'Workspaces that the caller may work in, by name; the header Alyson-Workspace chooses one',
    permission: null,
    response: z.object({ items: z.array(WorkspaceChoice) }),
    problems: [],
  }),
  createWorkspace: endpoint({
    method: 'post',
    path: '/v1/workspaces',
    summary: 'Make a workspace; the person who makes it becomes its admin',
    permission: 'deployment:admin',
    body: CreateWorkspace,
    example: { name: 'Acme', currency: 'USD', timezone: 'America/New_York' },
    response: Workspace,
    status: 201,
    idempotent: true,
    problems: ['validation_failed', 'idempotency_key_reused'],
  }),
  getWorkspace: endpoint({
    method: 'get',
    path: '/v1/workspace',
    summary: 'The workspace that is worked in',
    permission: 'experiment:read',
    response: Workspace,
    problems: [],
  }),
  changeWorkspace: endpoint({
    method: 'patch',
    path: '/v1/workspace',
    summary:
      'Change its name, the currency of new experiments, the timezone that times are shown in, or whether changes of live experiments need a second person',
    permission: 'workspace:admin',
    body: ChangeWorkspace,
    example: { timezone: 'America/New_York' },
    response: Workspace,
    ifMatch: 'required',
    problems: ['validation_failed', 'stale_version', 'precondition_required'],
  }),
} as const;
