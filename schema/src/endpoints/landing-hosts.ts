import * as z from 'zod';
import { AllowLandingHosts, LandingHostName, LandingHosts } from '../landing-host.ts';
import { endpoint } from './endpoint.ts';

export const landingHostsEndpoints = {
  listLandingHosts: endpoint({
    method: 'get',
    path: '/v1/landing-hosts',
    summary: 'Hosts that landing pages may stand on; while there are none, any public host',
    permission: 'experiment:read',
    response: LandingHosts,
    problems: [],
  }),
  allowLandingHosts: endpoint({
    method: 'post',
    path: '/v1/landing-hosts',
    summary: 'Allow hosts for landing pages; those that are allowed already stay as they are',
    permission: 'host:admin',
    body: AllowLandingHosts,
    response: LandingHosts,
    problems: ['validation_failed'],
  }),
  removeLandingHost: endpoint({
    method: 'delete',
    path: '/v1/landing-hosts/{host}',
    summary: 'Allow a host no longer; refused while landing pages stand on it. Without a last one any host is allowed',
    permission: 'host:admin',
    params: z.object({ host: LandingHostName }),
    response: LandingHosts,
    problems: ['not_found', 'host_in_use'],
  }),
} as const;
