import * as z from 'zod';
import { Experiment } from '../experiment.ts';
import { ExperimentId, LinkId } from '../ids.ts';
import { ChangeLink, LinkKind, NewLink } from '../link.ts';
import { LinkListItem } from '../link-list.ts';
import { endpoint, ofExperiment, ofLink, Page, pageOf, Search } from './endpoint.ts';

export const linksEndpoints = {
  listLinks: endpoint({
    method: 'get',
    path: '/v1/links',
    summary: "The workspace's links with where they lead, newest first",
    permission: 'experiment:read',
    query: z.object({ ...Page, ...Search, kind: LinkKind.optional(), experimentId: ExperimentId.optional() }),
    response: pageOf(LinkListItem),
    problems: ['validation_failed'],
  }),
  getLink: endpoint({
    method: 'get',
    path: '/v1/links/{linkId}',
    summary: 'One link with where it leads',
    permission: 'experiment:read',
    params: z.object({ linkId: LinkId }),
    response: LinkListItem,
    problems: ['not_found'],
  }),
  addLink: endpoint({
    method: 'post',
    path: '/v1/experiments/{experimentId}/links',
    summary: 'Lead another address to an experiment',
    permission: 'experiment:write',
    params: ofExperiment,
    body: NewLink,
    example: { kind: 'tune_offer', value: '1048' },
    response: Experiment,
    status: 201,
    idempotent: true,
    problems: [
      'validation_failed',
      'not_found',
      'address_taken',
      'transition_refused',
      'approval_required',
      'idempotency_key_reused',
    ],
  }),
  changeLink: endpoint({
    method: 'patch',
    path: '/v1/experiments/{experimentId}/links/{linkId}',
    summary: 'Change how a link is followed; its address stays',
    permission: 'experiment:write',
    params: ofLink,
    body: ChangeLink,
    response: Experiment,
    ifMatch: 'required',
    problems: [
      'validation_failed',
      'not_found',
      'stale_version',
      'precondition_required',
      'transition_refused',
      'approval_required',
    ],
  }),
  removeLink: endpoint({
    method: 'delete',
    path: '/v1/experiments/{experimentId}/links/{linkId}',
    summary: 'Remove a link; clicks on it go to the fallback from then on',
    permission: 'experiment:write',
    params: ofLink,
    response: Experiment,
    ifMatch: 'required',
    problems: ['not_found', 'stale_version', 'precondition_required', 'transition_refused', 'approval_required'],
  }),
} as const;
