import { Me } from '../access.ts';
import { endpoint } from './endpoint.ts';

export const accountEndpoints = {
  getMe: endpoint({
    method: 'get',
    path: '/v1/me',
    summary: 'Who is asking, in which workspace, and what they may do',
    permission: null,
    response: Me,
    problems: [],
  }),
} as const;
