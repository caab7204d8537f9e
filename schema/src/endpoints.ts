import * as z from 'zod';
import type { Permission } from './access.ts';
import { Me } from './access.ts';
import { ChangeAgent } from './agent.ts';
import { AuditEntry } from './audit.ts';
import { Buyer, BuyerReport, BuyerWithSecret, ChangeTuneSetup, CreateBuyer, ReportOutcome } from './buyer.ts';
import { BuyerEvent } from './buyer-event.ts';
import { ClickDelivery, ClickId, ClickSummary, MAX_CLICKS_PER_DELIVERY } from './click.ts';
import { ClickLedger, LedgerId } from './click-ledger.ts';
import { EdgeStatus } from './edge.ts';
import {
  ChangeExperiment,
  CreateExperiment,
  Experiment,
  ExperimentState,
  HoldExperiment,
  OverrideSplit,
} from './experiment.ts';
import { ClickExplanation, ExplainRequest, Explanation } from './explanation.ts';
import { AgentId, BuyerId, ExperimentId, LinkId, RunId } from './ids.ts';
import { ChangeLink, LinkHost, NewLink } from './link.ts';
import { LinkListItem } from './link-list.ts';
import type { ProblemCode } from './problem.ts';
import { SignedBundle } from './release.ts';
import { ReleaseSummary, RollBack } from './release-history.ts';
import { ExperimentListItem, ExperimentResults } from './results.ts';
import { ClaimedRun, Histories, Proposal, Run } from './run.ts';
import { Timestamp } from './time.ts';
import { AddHost, WorkspaceHost } from './workspace-host.ts';

/**
 * Every JSON endpoint of the control plane, once: the server's validation, OpenAPI and the clients are made from it.
 * Outside it stand the sign-in (`/v1/auth/*`), the stream of changes (`GET /v1/events`), buyers' webhooks
 * (`POST /webhooks/{endpointId}`, raw bytes) and health.
 */
export interface Endpoint {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** With parameters in braces, e.g. `/v1/experiments/{experimentId}`. */
  path: string;
  summary: string;
  /** What the caller must be allowed to do; null: any caller that is signed in. */
  permission: Permission | null;
  params?: z.ZodObject;
  query?: z.ZodObject;
  body?: z.ZodType;
  /** The body of success. */
  response: z.ZodType;
  status?: 200 | 201 | 202;
  /** `required`: a write on a version, by `If-Match: "7"`. */
  ifMatch?: 'required';
  /** A create: `Idempotency-Key` makes a repeat answer as the first did. */
  idempotent?: true;
  /** A question that only a body can hold: it changes nothing. */
  readOnly?: true;
  problems: readonly ProblemCode[];
}

const endpoint = <const E extends Endpoint>(definition: E): E => definition;

const Page = { cursor: z.string().max(500).optional(), limit: z.coerce.number().int().min(1).max(200).default(50) };
/** One page of a list: `nextCursor` is null on the last. */
const pageOf = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), nextCursor: z.string().nullable() });

/** The database's largest integer: a greater number in an address names nothing. */
const LARGEST_INT = 0x7fffffff;

const ofExperiment = z.object({ experimentId: ExperimentId });
const ofAgent = ofExperiment.extend({ agentId: AgentId });
const ofLink = ofExperiment.extend({ linkId: LinkId });
const ofRun = z.object({ runId: RunId });

export const endpoints = {
  getMe: endpoint({
    method: 'get',
    path: '/v1/me',
    summary: 'Who is asking, in which workspace, and what they may do',
    permission: null,
    response: Me,
    problems: [],
  }),

  listExperiments: endpoint({
    method: 'get',
    path: '/v1/experiments',
    summary: 'Experiments with their last 14 days, newest change first',
    permission: 'experiment:read',
    query: z.object({ ...Page, state: ExperimentState.optional(), q: z.string().max(120).optional() }),
    response: pageOf(ExperimentListItem),
    problems: ['validation_failed'],
  }),
  createExperiment: endpoint({
    method: 'post',
    path: '/v1/experiments',
    summary: 'Create a draft; it carries no traffic until started',
    permission: 'experiment:write',
    body: CreateExperiment,
    response: Experiment,
    status: 201,
    idempotent: true,
    problems: ['validation_failed', 'address_taken', 'idempotency_key_reused'],
  }),
  getExperiment: endpoint({
    method: 'get',
    path: '/v1/experiments/{experimentId}',
    summary: 'One experiment, whole; its version comes as ETag too',
    permission: 'experiment:read',
    params: ofExperiment,
    response: Experiment,
    problems: ['not_found'],
  }),
  changeExperiment: endpoint({
    method: 'patch',
    path: '/v1/experiments/{experimentId}',
    summary: 'Change settings; only what is sent changes',
    permission: 'experiment:write',
    params: ofExperiment,
    body: ChangeExperiment,
    response: Experiment,
    ifMatch: 'required',
    problems: ['validation_failed', 'not_found', 'stale_version', 'precondition_required', 'transition_refused'],
  }),
  startExperiment: endpoint({
    method: 'post',
    path: '/v1/experiments/{experimentId}/start',
    summary: 'Start a draft: compiles and publishes release 1',
    permission: 'experiment:write',
    params: ofExperiment,
    response: Experiment,
    problems: ['not_found', 'transition_refused'],
  }),
  pauseExperiment: endpoint({
    method: 'post',
    path: '/v1/experiments/{experimentId}/pause',
    summary: "Send the experiment's traffic to its fallback",
    permission: 'experiment:write',
    params: ofExperiment,
    response: Experiment,
    problems: ['not_found', 'transition_refused'],
  }),
  resumeExperiment: endpoint({
    method: 'post',
    path: '/v1/experiments/{experimentId}/resume',
    summary: 'Route a paused experiment again',
    permission: 'experiment:write',
    params: ofExperiment,
    response: Experiment,
    problems: ['not_found', 'transition_refused'],
  }),
  completeExperiment: endpoint({
    method: 'post',
    path: '/v1/experiments/{experimentId}/complete',
    summary: 'End the experiment; its traffic goes to the fallback',
    permission: 'experiment:write',
    params: ofExperiment,
    response: Experiment,
    problems: ['not_found', 'transition_refused'],
  }),
  holdExperiment: endpoint({
    method: 'post',
    path: '/v1/experiments/{experimentId}/hold',
    summary: 'Freeze the split; clicks and grading go on',
    permission: 'experiment:write',
    params: ofExperiment,
    body: HoldExperiment,
    response: Experiment,
    problems: ['validation_failed', 'not_found', 'transition_refused'],
  }),
  releaseHold: endpoint({
    method: 'post',
    path: '/v1/experiments/{experimentId}/release-hold',
    summary: 'Let the optimizer move the split again',
    permission: 'experiment:write',
    params: ofExperiment,
    response: Experiment,
    problems: ['not_found', 'transition_refused'],
  }),
  overrideSplit: endpoint({
    method: 'put',
    path: '/v1/experiments/{experimentId}/split',
    summary: "Publish a person's own split as a new release",
    permission: 'experiment:write',
    params: ofExperiment,
    body: OverrideSplit,
    response: Experiment,
    ifMatch: 'required',
    problems: ['validation_failed', 'not_found', 'stale_version', 'precondition_required', 'transition_refused'],
  }),
  turnAgentOff: endpoint({
    method: 'post',
    path: '/v1/experiments/{experimentId}/agents/{agentId}/off',
    summary: 'Take one agent out of the split; the others share its clicks in their proportions',
    permission: 'experiment:write',
    params: ofAgent,
    response: Experiment,
    problems: ['not_found', 'transition_refused'],
  }),
  turnAgentOn: endpoint({
    method: 'post',
    path: '/v1/experiments/{experimentId}/agents/{agentId}/on',
    summary: 'Put an agent back into the split',
    permission: 'experiment:write',
    params: ofAgent,
    response: Experiment,
    problems: ['not_found', 'transition_refused'],
  }),
  changeAgent: endpoint({
    method: 'patch',
    path: '/v1/experiments/{experimentId}/agents/{agentId}',
    summary: "Change an agent's name, daily cap or url_id; only what is sent changes",
    permission: 'experiment:write',
    params: ofAgent,
    body: ChangeAgent,
    response: Experiment,
    ifMatch: 'required',
    problems: ['validation_failed', 'not_found', 'stale_version', 'precondition_required', 'transition_refused'],
  }),

  listLinks: endpoint({
    method: 'get',
    path: '/v1/links',
    summary: "The workspace's links with where they lead, newest first",
    permission: 'experiment:read',
    query: z.object({ ...Page, q: z.string().max(120).optional() }),
    response: pageOf(LinkListItem),
    problems: ['validation_failed'],
  }),
  addLink: endpoint({
    method: 'post',
    path: '/v1/experiments/{experimentId}/links',
    summary: 'Lead another address to an experiment',
    permission: 'experiment:write',
    params: ofExperiment,
    body: NewLink,
    response: Experiment,
    status: 201,
    idempotent: true,
    problems: ['validation_failed', 'not_found', 'address_taken', 'transition_refused', 'idempotency_key_reused'],
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
    problems: ['validation_failed', 'not_found', 'stale_version', 'precondition_required', 'transition_refused'],
  }),
  removeLink: endpoint({
    method: 'delete',
    path: '/v1/experiments/{experimentId}/links/{linkId}',
    summary: 'Remove a link; clicks on it go to the fallback from then on',
    permission: 'experiment:write',
    params: ofLink,
    response: Experiment,
    ifMatch: 'required',
    problems: ['not_found', 'stale_version', 'precondition_required', 'transition_refused'],
  }),
  listHosts: endpoint({
    method: 'get',
    path: '/v1/hosts',
    summary: 'Hosts on which the workspace can have links of its own',
    permission: 'experiment:read',
    response: z.object({ items: z.array(WorkspaceHost) }),
    problems: [],
  }),
  addHost: endpoint({
    method: 'post',
    path: '/v1/hosts',
    summary: 'Claim a host for the workspace; a host belongs to one',
    permission: 'host:admin',
    body: AddHost,
    response: WorkspaceHost,
    status: 201,
    problems: ['validation_failed', 'host_taken'],
  }),
  removeHost: endpoint({
    method: 'delete',
    path: '/v1/hosts/{host}',
    summary: 'Give a host up; refused while links stand on it',
    permission: 'host:admin',
    params: z.object({ host: LinkHost }),
    response: WorkspaceHost,
    problems: ['not_found', 'host_in_use'],
  }),

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

  listReleases: endpoint({
    method: 'get',
    path: '/v1/experiments/{experimentId}/releases',
    summary: 'Releases, newest first',
    permission: 'experiment:read',
    params: ofExperiment,
    query: z.object(Page),
    response: pageOf(ReleaseSummary),
    problems: ['validation_failed', 'not_found'],
  }),
  rollBack: endpoint({
    method: 'post',
    path: '/v1/experiments/{experimentId}/releases/{number}/roll-back',
    summary: "Publish an old release's split again, under a new number",
    permission: 'experiment:write',
    params: ofExperiment.extend({ number: z.coerce.number().int().min(1).max(LARGEST_INT) }),
    body: RollBack,
    response: Experiment,
    problems: ['validation_failed', 'not_found', 'transition_refused'],
  }),

  listRuns: endpoint({
    method: 'get',
    path: '/v1/experiments/{experimentId}/runs',
    summary: 'Grading runs, newest first',
    permission: 'experiment:read',
    params: ofExperiment,
    query: z.object(Page),
    response: pageOf(Run),
    problems: ['validation_failed', 'not_found'],
  }),
  getRun: endpoint({
    method: 'get',
    path: '/v1/runs/{runId}',
    summary: 'One grading run with all that explains it',
    permission: 'experiment:read',
    params: ofRun,
    response: Run,
    problems: ['not_found'],
  }),
  startRun: endpoint({
    method: 'post',
    path: '/v1/experiments/{experimentId}/runs',
    summary: 'Grade now; an experiment in auto mode may get new weights by it',
    permission: 'experiment:write',
    params: ofExperiment,
    response: Run,
    status: 202,
    problems: ['not_found', 'transition_refused', 'already_grading'],
  }),

  claimRun: endpoint({
    method: 'post',
    path: '/v1/runs/claim',
    summary: 'Hand one waiting run to a worker; waits up to 20 s for one',
    permission: 'worker:grade',
    body: z.object({ worker: z.string().min(1).max(120), waitMs: z.int().min(0).max(20_000).default(0) }),
    response: z.object({ run: ClaimedRun.nullable() }),
    problems: ['validation_failed'],
  }),
  getHistories: endpoint({
    method: 'get',
    path: '/v1/runs/{runId}/histories',
    summary: "What a run grades: every agent's clicks and outcomes as of the claim",
    permission: 'worker:grade',
    params: ofRun,
    response: Histories,
    problems: ['not_found'],
  }),
  proposeSplit: endpoint({
    method: 'post',
    path: '/v1/runs/{runId}/proposal',
    summary: "Hand in a run's proposal; the control plane decides and publishes",
    permission: 'worker:grade',
    params: ofRun,
    body: z.object({ leaseId: z.string(), proposal: Proposal }),
    response: Run,
    problems: ['validation_failed', 'not_found', 'lease_lost'],
  }),
  failRun: endpoint({
    method: 'post',
    path: '/v1/runs/{runId}/failure',
    summary: 'Say that a run failed; it is tried again unless its attempts are used up',
    permission: 'worker:grade',
    params: ofRun,
    body: z.object({ leaseId: z.string(), detail: z.string().max(2000), retryable: z.boolean() }),
    response: Run,
    problems: ['validation_failed', 'not_found', 'lease_lost'],
  }),

  listClicks: endpoint({
    method: 'get',
    path: '/v1/clicks',
    summary: 'Stored clicks, newest first',
    permission: 'experiment:read',
    query: z.object({
      ...Page,
      experimentId: ExperimentId.optional(),
      agentId: AgentId.optional(),
      utmContent: z.string().max(16_384).optional(),
      bots: z.enum(['include', 'exclude', 'only']).default('include'),
    }),
    response: pageOf(ClickSummary),
    problems: ['validation_failed'],
  }),
  deliverClicks: endpoint({
    method: 'post',
    path: '/v1/clicks',
    summary: 'Clicks from an edge, at least once each; stored exactly once by their id',
    permission: 'edge:deliver',
    body: z.object({
      /** In whose books these clicks are; absent where no router keeps any. */
      ledgerId: LedgerId.optional(),
      clicks: z.array(z.unknown()).min(1).max(MAX_CLICKS_PER_DELIVERY),
    }),
    response: ClickDelivery,
    problems: ['validation_failed', 'unavailable'],
  }),
  getClickLedger: endpoint({
    method: 'get',
    path: '/v1/click-ledger',
    summary: 'Where every answered click has gone: the books of each router beside what is stored, with the sum',
    permission: 'experiment:read',
    response: ClickLedger,
    problems: [],
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

  listBuyers: endpoint({
    method: 'get',
    path: '/v1/buyers',
    summary: 'Buyers with how they are reporting',
    permission: 'buyer:read',
    query: z.object(Page),
    response: pageOf(Buyer),
    problems: ['validation_failed'],
  }),
  createBuyer: endpoint({
    method: 'post',
    path: '/v1/buyers',
    summary: 'Add a buyer; its webhook secret is shown in this answer only',
    permission: 'buyer:admin',
    body: CreateBuyer,
    response: BuyerWithSecret,
    status: 201,
    idempotent: true,
    problems: ['validation_failed', 'name_taken', 'idempotency_key_reused'],
  }),
  listReports: endpoint({
    method: 'get',
    path: '/v1/buyers/{buyerId}/reports',
    summary: "A buyer's reports as they came, newest first",
    permission: 'buyer:read',
    params: z.object({ buyerId: BuyerId }),
    query: z.object({ ...Page, outcome: ReportOutcome.optional() }),
    response: pageOf(BuyerReport),
    problems: ['validation_failed', 'not_found'],
  }),
  changeTuneSetup: endpoint({
    method: 'put',
    path: '/v1/buyers/{buyerId}/tune',
    summary: "How a buyer's conversions in TUNE's manner are known to be its own; the token is not shown again",
    permission: 'buyer:admin',
    params: z.object({ buyerId: BuyerId }),
    body: ChangeTuneSetup,
    response: Buyer,
    ifMatch: 'required',
    problems: ['validation_failed', 'not_found', 'stale_version', 'precondition_required', 'token_taken'],
  }),
  listUnclaimedReports: endpoint({
    method: 'get',
    path: '/v1/unclaimed-reports',
    summary: "Conversions in TUNE's manner that no buyer could be told from, newest first; they count nowhere",
    permission: 'buyer:read',
    query: z.object(Page),
    response: pageOf(BuyerReport),
    problems: ['validation_failed'],
  }),
  listBuyerEvents: endpoint({
    method: 'get',
    path: '/v1/buyer-events',
    summary: 'Leads, sales and their changes, newest first; orphans on demand',
    permission: 'buyer:read',
    query: z.object({
      ...Page,
      experimentId: ExperimentId.optional(),
      utmContent: z.string().max(16_384).optional(),
      joined: z.enum(['any', 'joined', 'orphan']).default('any'),
    }),
    response: pageOf(BuyerEvent),
    problems: ['validation_failed'],
  }),

  listAudit: endpoint({
    method: 'get',
    path: '/v1/audit',
    summary: 'Every change anyone or anything made, newest first',
    permission: 'audit:read',
    query: z.object({ ...Page, objectId: z.string().max(64).optional() }),
    response: pageOf(AuditEntry),
    problems: ['validation_failed'],
  }),
} as const;

export type Endpoints = typeof endpoints;
export type EndpointName = keyof Endpoints;
