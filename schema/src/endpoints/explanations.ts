import * as z from 'zod';
import { ClickId } from '../click.ts';
import { ClickExplanation, ExplainRequest, Explanation } from '../explanation.ts';
import { endpoint, ofExperiment } from './endpoint.ts';

export const explanationsEndpoints = {
  explainRequest: endpoint({
    method: 'post',
    path: '/v1/experiments/{experimentId}/explain',
    summary: 'Route a made-up request as the router would, and tell every step; nothing is recorded',
    permission: 'experiment:read',
    params: ofExperiment,
    body: ExplainRequest,
    response: Explanation,
    readOnly: true,
    problems: ['validation_failed', 'not_found'],
  }),
  explainClick: endpoint({
    method: 'get',
    path: '/v1/clicks/{clickId}/explain',
    summary: 'Decide a recorded click again by its release, and tell whether it goes the same way',
    permission: 'experiment:read',
    params: z.object({ clickId: ClickId }),
    response: ClickExplanation,
    problems: ['not_found'],
  }),
} as const;
