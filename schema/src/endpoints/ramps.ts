import * as z from 'zod';
import { Experiment } from '../experiment.ts';
import { AbortRamp, Ramp, RampId, StartRamp } from '../ramp.ts';
import { endpoint, ofExperiment, Page, pageOf } from './endpoint.ts';

const ofRamp = ofExperiment.extend({ rampId: RampId });

export const rampsEndpoints = {
  listRamps: endpoint({
    method: 'get',
    path: '/v1/experiments/{experimentId}/ramps',
    summary: 'Weight changes that were spread over steps, newest first',
    permission: 'experiment:read',
    params: ofExperiment,
    query: z.object(Page),
    response: pageOf(Ramp),
    problems: ['validation_failed', 'not_found'],
  }),
  startRamp: endpoint({
    method: 'post',
    path: '/v1/experiments/{experimentId}/ramps',
    summary: "Spread a person's own split over steps, each a release; a guard stops it where it does harm",
    permission: 'experiment:write',
    params: ofExperiment,
    body: StartRamp,
    example: {
      weights: [
        { agentId: 'agt_01h455vb4pex5vsknk084sn02q', weightBasisPoints: 7000 },
        { agentId: 'agt_01h455vb4pex5vsknk084sn02r', weightBasisPoints: 3000 },
      ],
      reason: 'B has been ahead for two weeks.',
      hold: false,
      stepBasisPoints: 500,
      intervalMinutes: 60,
      onBreach: 'hold',
    },
    response: Experiment,
    status: 201,
    ifMatch: 'required',
    idempotent: true,
    problems: [
      'validation_failed',
      'not_found',
      'stale_version',
      'precondition_required',
      'transition_refused',
      'approval_required',
      'idempotency_key_reused',
    ],
  }),
  pauseRamp: endpoint({
    method: 'post',
    path: '/v1/experiments/{experimentId}/ramps/{rampId}/pause',
    summary: 'Take no further step until somebody resumes; the guard goes on',
    permission: 'experiment:write',
    params: ofRamp,
    response: Experiment,
    problems: ['not_found', 'transition_refused'],
  }),
  resumeRamp: endpoint({
    method: 'post',
    path: '/v1/experiments/{experimentId}/ramps/{rampId}/resume',
    summary: 'Go on with a paused ramp',
    permission: 'experiment:write',
    params: ofRamp,
    response: Experiment,
    problems: ['not_found', 'transition_refused'],
  }),
  finishRamp: endpoint({
    method: 'post',
    path: '/v1/experiments/{experimentId}/ramps/{rampId}/finish',
    summary: 'Take all that is left of a ramp in one step, now',
    permission: 'experiment:write',
    params: ofRamp,
    response: Experiment,
    problems: ['not_found', 'transition_refused'],
  }),
  abortRamp: endpoint({
    method: 'post',
    path: '/v1/experiments/{experimentId}/ramps/{rampId}/abort',
    summary: 'End a ramp where it is, or bring back the split from before it',
    permission: 'experiment:write',
    params: ofRamp,
    body: AbortRamp,
    response: Experiment,
    problems: ['validation_failed', 'not_found', 'transition_refused'],
  }),
} as const;
