import { PageHealth } from '../page-health.ts';
import { endpoint, ofAgent } from './endpoint.ts';

export const pageChecksEndpoints = {
  checkPage: endpoint({
    method: 'post',
    path: '/v1/experiments/{experimentId}/agents/{agentId}/check-page',
    summary: "Check an agent's landing page now; its new health stands in the experiment within half a minute",
    permission: 'experiment:write',
    params: ofAgent,
    response: PageHealth,
    status: 202,
    problems: ['not_found'],
  }),
} as const;
