import { endpoints } from '@alyson/schema';
import type { Deps } from '../../context.ts';
import type { App } from '../../http/app-env.ts';
import { mount } from '../../http/mount.ts';
import { acceptProposal } from './accept-proposal.ts';
import { claimRun } from './claim-run.ts';
import { failRun } from './fail-run.ts';
import { getRun } from './get-run.ts';
import { getRunKnowledge } from './get-run-knowledge.ts';
import { listRuns } from './list-runs.ts';
import { getHistories } from './load-histories.ts';
import { startRun } from './start-run.ts';

export function registerRuns(app: App, { changes }: Deps): void {
  mount(app, endpoints.listRuns, (ctx, { params, query }) => listRuns(ctx, { ...params, ...query }));
  mount(app, endpoints.getRun, (ctx, { params }) => getRun(ctx, params.runId));
  mount(app, endpoints.getRunKnowledge, (ctx, { params }) => getRunKnowledge(ctx, params.runId));
  mount(app, endpoints.startRun, (ctx, { params }) => startRun(ctx, params.experimentId));
  mount(app, endpoints.claimRun, (ctx, { body }) => claimRun(ctx, changes, body.waitMs));
  mount(app, endpoints.getHistories, (ctx, { params }) => getHistories(ctx, params.runId));
  mount(app, endpoints.proposeSplit, (ctx, { params, body }) => acceptProposal(ctx, { ...params, ...body }));
  mount(app, endpoints.failRun, (ctx, { params, body }) => failRun(ctx, { ...params, ...body }));
}
