import { endpoints } from '@alyson/schema';
import { operation } from '../../experiment/operation.ts';
import { startRamp } from './start-ramp.ts';

/** What can be proposed to a second person (C9). */
export const rampOperations = {
  startRamp: operation(endpoints.startRamp, (ctx, { params, ifMatch, body }) =>
    startRamp(ctx, { ...params, ...body, ifMatch }),
  ),
};
