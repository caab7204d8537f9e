import * as z from 'zod';
import { ExperimentId, ProposedChangeId } from '../ids.ts';
import { DecideProposedChange, ProposeChange, ProposedChange, ProposedChangeState } from '../proposed-change.ts';
import { endpoint, ofExperiment, Page, pageOf } from './endpoint.ts';

const ofProposedChange = z.object({ proposedChangeId: ProposedChangeId });

export const proposedChangesEndpoints = {
  proposeChange: endpoint({
    method: 'post',
    path: '/v1/experiments/{experimentId}/proposed-changes',
    summary:
      'Propose a change of a live experiment to a second person; it is rehearsed at once, and made when approved',
    permission: 'experiment:write',
    params: ofExperiment,
    body: ProposeChange,
    example: { action: 'changeExperiment', body: { stickyDays: 30 }, reason: 'returning visitors should see one page' },
    response: ProposedChange,
    status: 201,
    ifMatch: 'required',
    idempotent: true,
    problems: [
      'validation_failed',
      'not_found',
      'stale_version',
      'precondition_required',
      'transition_refused',
      'address_taken',
      'idempotency_key_reused',
    ],
  }),
  listProposedChanges: endpoint({
    method: 'get',
    path: '/v1/proposed-changes',
    summary: 'Proposed changes, newest first',
    permission: 'experiment:read',
    query: z.object({ ...Page, state: ProposedChangeState.optional(), experimentId: ExperimentId.optional() }),
    response: pageOf(ProposedChange),
    problems: ['validation_failed'],
  }),
  getProposedChange: endpoint({
    method: 'get',
    path: '/v1/proposed-changes/{proposedChangeId}',
    summary: 'One proposed change, with what it alters',
    permission: 'experiment:read',
    params: ofProposedChange,
    response: ProposedChange,
    problems: ['not_found'],
  }),
  approveChange: endpoint({
    method: 'post',
    path: '/v1/proposed-changes/{proposedChangeId}/approve',
    summary: 'Approve what another proposed: it is made at once, exactly as it is shown, or not at all',
    permission: 'experiment:write',
    params: ofProposedChange,
    body: DecideProposedChange,
    response: ProposedChange,
    problems: [
      'validation_failed',
      'not_found',
      'own_proposed_change',
      'proposed_change_closed',
      'proposed_change_stale',
    ],
  }),
  refuseChange: endpoint({
    method: 'post',
    path: '/v1/proposed-changes/{proposedChangeId}/refuse',
    summary: 'Refuse what another proposed, or withdraw what you proposed yourself',
    permission: 'experiment:write',
    params: ofProposedChange,
    body: DecideProposedChange,
    response: ProposedChange,
    problems: ['validation_failed', 'not_found', 'proposed_change_closed'],
  }),
} as const;
