import * as z from 'zod';
import { Funnel, FunnelBy, FunnelDates } from '../funnel.ts';
import { DailyResult, ExperimentResults } from '../results.ts';
import { Timestamp } from '../time.ts';
import { endpoint, ofExperiment, TimeRange } from './endpoint.ts';

/** Leads and revenue as they were known at a moment, by the database's clock; clicks are those made by then. */
const AsOf = { asOf: Timestamp.optional() };

export const resultsEndpoints = {
  getResults: endpoint({
    method: 'get',
    path: '/v1/experiments/{experimentId}/results',
    summary: 'Clicks, leads and revenue per agent over a time, with the newest estimates and grades',
    permission: 'experiment:read',
    params: ofExperiment,
    query: z.object({ ...TimeRange, ...AsOf }),
    response: ExperimentResults,
    problems: ['validation_failed', 'not_found'],
  }),
  listDailyResults: endpoint({
    method: 'get',
    path: '/v1/experiments/{experimentId}/daily-results',
    summary: "The same per agent and day of the workspace's timezone, oldest first; only days with traffic",
    permission: 'experiment:read',
    params: ofExperiment,
    query: z.object({ ...TimeRange, ...AsOf }),
    response: z.object({ items: z.array(DailyResult) }),
    csv: true,
    problems: ['validation_failed', 'not_found'],
  }),
  getFunnel: endpoint({
    method: 'get',
    path: '/v1/experiments/{experimentId}/funnel',
    summary: 'How far clicks came, from click to sale, by agent, affiliate, source or day',
    permission: 'experiment:read',
    params: ofExperiment,
    query: z.object({ ...TimeRange, by: FunnelBy.default('agent'), dates: FunnelDates.default('click') }),
    response: Funnel,
    csv: true,
    problems: ['validation_failed', 'not_found'],
  }),
} as const;
