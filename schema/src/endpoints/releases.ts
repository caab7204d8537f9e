import * as z from 'zod';
import { EdgeStatus, ReleasePlaces } from '../edge.ts';
import { Experiment } from '../experiment.ts';
import { SignedBundle } from '../release.ts';
import { ReleaseDiff } from '../release-diff.ts';
import { ReleaseCause, ReleaseSummary, RollBack } from '../release-history.ts';
import { endpoint, LARGEST_INT, ofExperiment, Page, pageOf } from './endpoint.ts';

const ofRelease = ofExperiment.extend({ number: z.coerce.number().int().min(1).max(LARGEST_INT) });

export const releasesEndpoints = {
  listReleases: endpoint({
    method: 'get',
    path: '/v1/experiments/{experimentId}/releases',
    summary: 'Releases, newest first',
    permission: 'experiment:read',
    params: ofExperiment,
    query: z.object({ ...Page, cause: ReleaseCause.optional() }),
    response: pageOf(ReleaseSummary),
    problems: ['validation_failed', 'not_found'],
  }),
  getRelease: endpoint({
    method: 'get',
    path: '/v1/experiments/{experimentId}/releases/{number}',
    summary: 'One release',
    permission: 'experiment:read',
    params: ofRelease,
    response: ReleaseSummary,
    problems: ['not_found'],
  }),
  rollBack: endpoint({
    method: 'post',
    path: '/v1/experiments/{experimentId}/releases/{number}/roll-back',
    summary: "Publish an old release's split again, under a new number",
    permission: 'experiment:write',
    params: ofExperiment.extend({ number: z.coerce.number().int().min(1).max(LARGEST_INT) }),
    body: RollBack,
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
  diffReleases: endpoint({
    method: 'get',
    path: '/v1/experiments/{experimentId}/releases/{number}/diff',
    summary: 'What the routing of two releases differs by; without `against`, of this one and the one before',
    permission: 'experiment:read',
    params: ofRelease,
    query: z.object({ against: z.coerce.number().int().min(1).max(LARGEST_INT).optional() }),
    response: ReleaseDiff,
    problems: ['validation_failed', 'not_found'],
  }),
  locateRelease: endpoint({
    method: 'get',
    path: '/v1/experiments/{experimentId}/edges',
    summary: 'Where the newest release has come: what each edge was last heard to serve, and how old that is',
    permission: 'experiment:read',
    params: ofExperiment,
    response: ReleasePlaces,
    problems: ['not_found'],
  }),
  listEdges: endpoint({
    method: 'get',
    path: '/v1/edges',
    summary: 'The edges that releases are pushed to, when each was last heard of, and what it says is wrong',
    permission: 'experiment:read',
    response: z.object({ items: z.array(EdgeStatus) }),
    problems: [],
  }),
  listBundles: endpoint({
    method: 'get',
    path: '/v1/bundles',
    summary: 'Which bundles there are, for an edge that pulls',
    permission: 'edge:deliver',
    response: z.object({ shardCount: z.int(), shards: z.array(z.object({ shard: z.int(), sequence: z.int() })) }),
    problems: [],
  }),
  getBundle: endpoint({
    method: 'get',
    path: '/v1/bundles/{shard}',
    summary: 'The newest signed bundle of a shard, for an edge that pulls',
    permission: 'edge:deliver',
    params: z.object({ shard: z.coerce.number().int().min(0).max(LARGEST_INT) }),
    response: SignedBundle,
    problems: ['not_found'],
  }),
} as const;
