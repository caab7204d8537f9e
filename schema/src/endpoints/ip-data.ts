import * as z from 'zod';
import { IpData, IpPlace } from '../ip-data.ts';
import { endpoint } from './endpoint.ts';

export const ipDataEndpoints = {
  getIpData: endpoint({
    method: 'get',
    path: '/v1/ip',
    summary: 'Which data answers look-ups of addresses, and how old it is',
    permission: 'experiment:read',
    response: IpData,
    problems: [],
  }),
  lookUpAddress: endpoint({
    method: 'get',
    path: '/v1/ip/{address}',
    summary: 'Where an address is believed to be; nothing of the question is kept',
    permission: 'experiment:read',
    params: z.object({ address: z.string().max(100) }),
    response: IpPlace,
    problems: ['validation_failed', 'unavailable'],
  }),
} as const;
