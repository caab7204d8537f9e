import { endpoints } from '@alyson/schema';
import { operation } from '../../experiment/operation.ts';
import { rollBack } from './roll-back.ts';

/** What can be proposed to a second person (C9). */
export const releaseOperations = {
  rollBack: operation(endpoints.rollBack, (ctx, { params, ifMatch, body }) =>
    rollBack(ctx, { ...params, ...body, ifMatch }),
  ),
};
