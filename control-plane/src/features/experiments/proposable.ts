import { endpoints } from '@alyson/schema';
import { operation } from '../../experiment/operation.ts';
import { addAgent } from './add-agent.ts';
import { archiveAgent } from './archive-agent.ts';
import { changeAgent } from './change-agent.ts';
import { changeExperiment } from './change-experiment.ts';
import { completeExperiment } from './complete-experiment.ts';
import { overrideSplit } from './override-split.ts';
import { turnAgentOn } from './turn-agent-on.ts';

/** What can be proposed to a second person (C9). */
export const experimentOperations = {
  changeExperiment: operation(endpoints.changeExperiment, (ctx, { params, ifMatch, body }) =>
    changeExperiment(ctx, { ...params, ifMatch, settings: body }),
  ),
  overrideSplit: operation(endpoints.overrideSplit, (ctx, { params, ifMatch, body }) =>
    overrideSplit(ctx, { ...body, ...params, ifMatch }),
  ),
  addAgent: operation(endpoints.addAgent, (ctx, { params, body }) => addAgent(ctx, params.experimentId, body)),
  changeAgent: operation(endpoints.changeAgent, (ctx, { params, ifMatch, body }) =>
    changeAgent(ctx, { ...params, ifMatch, change: body }),
  ),
  archiveAgent: operation(endpoints.archiveAgent, (ctx, { params }) => archiveAgent(ctx, params)),
  turnAgentOn: operation(endpoints.turnAgentOn, (ctx, { params }) => turnAgentOn(ctx, params)),
  completeExperiment: operation(endpoints.completeExperiment, (ctx, { params }) =>
    completeExperiment(ctx, params.experimentId),
  ),
};
