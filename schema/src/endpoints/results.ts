import * as z from 'zod';
import { ExperimentResults } from '../results.ts';
import { Timestamp } from '../time.ts';
import { endpoint, ofExperiment } from './endpoint.ts';

export const resultsEndpoints = {
  getResults: endpoint({
    method: 'get',
    path: '/v1/experiments/{experimentId}/results',
    summary: 'Clicks, leads and revenue per agent over a time, with the newest estimates and grades',
    permission: 'experiment:read',
    params: ofExperiment,
    query: z.object({ from: Timestamp.optional(), to: Timestamp.optional() }),
    response: ExperimentResults,
    problems: ['validation_failed', 'not_found'],
  }),
} as const;
