import * as z from 'zod';
import { ExperimentId, ProposedChangeId } from '../ids.ts';
import { DecideProposal, ProposalState, ProposeChange, ProposedChange } from '../proposed-change.ts';
import { endpoint, ofExperiment, Page, pageOf } from './endpoint.ts';

const ofProposal = z.object({ proposalId: ProposedChangeId });

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
    query: z.object({ ...Page, state: ProposalState.optional(), experimentId: ExperimentId.optional() }),
    response: pageOf(ProposedChange),
    problems: ['validation_failed'],
  }),
  getProposedChange: endpoint({
    method: 'get',
    path: '/v1/proposed-changes/{proposalId}',
    summary: 'One proposed change, with what it alters',
    permission: 'experiment:read',
    params: ofProposal,
    response: ProposedChange,
    problems: ['not_found'],
  }),
  approveChange: endpoint({
    method: 'post',
    path: '/v1/proposed-changes/{proposalId}/approve',
    summary: 'Approve what another proposed: it is made at once, exactly as it is shown, or not at all',
    permission: 'experiment:write',
    params: ofProposal,
    body: DecideProposal,
    response: ProposedChange,
    problems: ['validation_failed', 'not_found', 'own_proposal', 'proposal_closed', 'proposal_stale'],
  }),
  refuseChange: endpoint({
    method: 'post',
    path: '/v1/proposed-changes/{proposalId}/refuse',
    summary: 'Refuse what another proposed, or withdraw what you proposed yourself',
    permission: 'experiment:write',
    params: ofProposal,
    body: DecideProposal,
    response: ProposedChange,
    problems: ['validation_failed', 'not_found', 'proposal_closed'],
  }),
} as const;
