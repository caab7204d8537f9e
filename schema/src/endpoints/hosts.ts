import * as z from 'zod';
import { LinkHost } from '../link.ts';
import { AddHost, WorkspaceHost } from '../workspace-host.ts';
import { endpoint } from './endpoint.ts';

export const hostsEndpoints = {
  listHosts: endpoint({
    method: 'get',
    path: '/v1/hosts',
    summary: 'Hosts on which the workspace can have links of its own',
    permission: 'experiment:read',
    response: z.object({ items: z.array(WorkspaceHost) }),
    problems: [],
  }),
  addHost: endpoint({
    method: 'post',
    path: '/v1/hosts',
    summary: 'Claim a host for the workspace; a host belongs to one',
    permission: 'host:admin',
    body: AddHost,
    response: WorkspaceHost,
    status: 201,
    problems: ['validation_failed', 'host_taken'],
  }),
  removeHost: endpoint({
    method: 'delete',
    path: '/v1/hosts/{host}',
    summary: 'Give a host up; refused while links stand on it',
    permission: 'host:admin',
    params: z.object({ host: LinkHost }),
    response: WorkspaceHost,
    problems: ['not_found', 'host_in_use'],
  }),
} as const;
