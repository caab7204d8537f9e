import * as z from 'zod';
import { ExperimentSchedule, Schedule } from '../schedule.ts';
import { Timestamp } from '../time.ts';
import { endpoint, ofExperiment } from './endpoint.ts';

export const schedulesEndpoints = {
  listSchedules: endpoint({
    method: 'get',
    path: '/v1/experiments/{experimentId}/schedules',
    summary:
      "An experiment's schedules: next fires, what fired last, and whether the scheduler holds them as it should",
    permission: 'experiment:read',
    params: ofExperiment,
    response: z.object({ items: z.array(ExperimentSchedule) }),
    problems: ['not_found'],
  }),
  listNextFires: endpoint({
    method: 'get',
    path: '/v1/schedules/next-fires',
    summary: 'The next five fires of an expression, were it set now; or why it cannot be read',
    permission: 'experiment:read',
    query: Schedule,
    response: z.object({ fires: z.array(Timestamp) }),
    problems: ['validation_failed'],
  }),
} as const;
