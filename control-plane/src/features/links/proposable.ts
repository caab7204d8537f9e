import { endpoints } from '@alyson/schema';
import { operation } from '../../experiment/operation.ts';
import { addLink } from './add-link.ts';
import { changeLink } from './change-link.ts';
import { removeLink } from './remove-link.ts';

/** What can be proposed to a second person (C9). */
export const linkOperations = {
  addLink: operation(endpoints.addLink, (ctx, { params, body }) => addLink(ctx, params.experimentId, body)),
  changeLink: operation(endpoints.changeLink, (ctx, { params, ifMatch, body }) =>
    changeLink(ctx, { ...params, ifMatch, change: body }),
  ),
  removeLink: operation(endpoints.removeLink, (ctx, { params, ifMatch }) => removeLink(ctx, { ...params, ifMatch })),
};
