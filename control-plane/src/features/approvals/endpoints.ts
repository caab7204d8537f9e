import { endpoints } from '@alyson/schema';
import type { App } from '../../http/app-env.ts';
import { mount } from '../../http/mount.ts';
import { approveChange } from './approve-change.ts';
import { getProposal, listProposals } from './list-proposals.ts';
import type { Operations } from './operations.ts';
import { proposeChange } from './propose-change.ts';
import { refuseChange } from './refuse-change.ts';

export function registerApprovals(app: App, operations: Operations): void {
  mount(app, endpoints.proposeChange, (ctx, { params, ifMatch, body }) =>
    proposeChange(ctx, operations, { ...params, ifMatch, proposal: body }),
  );
  mount(app, endpoints.listProposedChanges, (ctx, { query }) => listProposals(ctx, query));
  mount(app, endpoints.getProposedChange, (ctx, { params }) => getProposal(ctx, params.proposalId));
  mount(app, endpoints.approveChange, (ctx, { params, body }) =>
    approveChange(ctx, operations, { ...params, ...body }),
  );
  mount(app, endpoints.refuseChange, (ctx, { params, body }) => refuseChange(ctx, { ...params, ...body }));
}
