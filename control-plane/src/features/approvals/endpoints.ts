import { endpoints } from '@alyson/schema';
import type { App } from '../../http/app-env.ts';
import { mount } from '../../http/mount.ts';
import { approveChange } from './approve-change.ts';
import { getProposedChange, listProposedChanges } from './list-proposed-changes.ts';
import type { Operations } from './operations.ts';
import { proposeChange } from './propose-change.ts';
import { refuseChange } from './refuse-change.ts';

export function registerApprovals(app: App, operations: Operations): void {
  mount(app, endpoints.proposeChange, (ctx, { params, ifMatch, body }) =>
    proposeChange(ctx, operations, { ...params, ifMatch, change: body }),
  );
  mount(app, endpoints.listProposedChanges, (ctx, { query }) => listProposedChanges(ctx, query));
  mount(app, endpoints.getProposedChange, (ctx, { params }) => getProposedChange(ctx, params.proposedChangeId));
  mount(app, endpoints.approveChange, (ctx, { params, body }) =>
    approveChange(ctx, operations, { ...params, ...body }),
  );
  mount(app, endpoints.refuseChange, (ctx, { params, body }) => refuseChange(ctx, { ...params, ...body }));
}
