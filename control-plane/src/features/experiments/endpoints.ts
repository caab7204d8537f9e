import { endpoints } from '@alyson/schema';
import type { App } from '../../http/app-env.ts';
import { mount } from '../../http/mount.ts';
import { addAgent } from './add-agent.ts';
import { archiveAgent } from './archive-agent.ts';
import { archiveExperiment, unarchiveExperiment } from './archive-experiment.ts';
import { changeAgent } from './change-agent.ts';
import { changeExperiment } from './change-experiment.ts';
import { completeExperiment } from './complete-experiment.ts';
import { createExperiment } from './create-experiment.ts';
import { duplicateExperiment } from './create-from-content.ts';
import { deleteExperiment } from './delete-experiment.ts';
import { EXPERIMENT_COLUMNS } from './experiment-columns.ts';
import { getExperiment } from './get-experiment.ts';
import { holdExperiment } from './hold-experiment.ts';
import { listExperiments } from './list-experiments.ts';
import { overrideSplit } from './override-split.ts';
import { pauseExperiment } from './pause-experiment.ts';
import { releaseHold } from './release-hold.ts';
import { removeAgent } from './remove-agent.ts';
import { restoreAgent } from './restore-agent.ts';
import { resumeExperiment } from './resume-experiment.ts';
import { scheduleExperiment } from './schedule-experiment.ts';
import { startExperiment } from './start-experiment.ts';
import { takeBulkStep } from './take-bulk-step.ts';
import { turnAgentOff } from './turn-agent-off.ts';
import { turnAgentOn } from './turn-agent-on.ts';
import { unscheduleExperiment } from './unschedule-experiment.ts';

export function registerExperiments(app: App): void {
  mount(app, endpoints.listExperiments, (ctx, { query }) => listExperiments(ctx, query), {
    csv: EXPERIMENT_COLUMNS,
  });
  mount(app, endpoints.createExperiment, (ctx, { body }) => createExperiment(ctx, body));
  mount(app, endpoints.getExperiment, (ctx, { params }) => getExperiment(ctx, params.experimentId));
  mount(app, endpoints.changeExperiment, (ctx, { params, ifMatch, body }) =>
    changeExperiment(ctx, { ...params, ifMatch, settings: body }),
  );
  mount(app, endpoints.scheduleExperiment, (ctx, { params }) => scheduleExperiment(ctx, params.experimentId));
  mount(app, endpoints.unscheduleExperiment, (ctx, { params }) => unscheduleExperiment(ctx, params.experimentId));
  mount(app, endpoints.startExperiment, (ctx, { params }) => startExperiment(ctx, params.experimentId));
  mount(app, endpoints.pauseExperiment, (ctx, { params }) => pauseExperiment(ctx, params.experimentId));
  mount(app, endpoints.resumeExperiment, (ctx, { params }) => resumeExperiment(ctx, params.experimentId));
  mount(app, endpoints.completeExperiment, (ctx, { params }) => completeExperiment(ctx, params.experimentId));
  mount(app, endpoints.archiveExperiment, (ctx, { params }) => archiveExperiment(ctx, params.experimentId));
  mount(app, endpoints.unarchiveExperiment, (ctx, { params }) => unarchiveExperiment(ctx, params.experimentId));
  mount(app, endpoints.deleteExperiment, (ctx, { params, ifMatch }) => deleteExperiment(ctx, { ...params, ifMatch }));
  mount(app, endpoints.duplicateExperiment, (ctx, { params, body }) =>
    duplicateExperiment(ctx, params.experimentId, body),
  );
  mount(app, endpoints.takeBulkStep, (ctx, { body }) => takeBulkStep(ctx, body));
  mount(app, endpoints.holdExperiment, (ctx, { params, body }) =>
    holdExperiment(ctx, params.experimentId, body.reason),
  );
  mount(app, endpoints.releaseHold, (ctx, { params }) => releaseHold(ctx, params.experimentId));
  mount(app, endpoints.overrideSplit, (ctx, { params, ifMatch, body }) =>
    overrideSplit(ctx, { ...body, ...params, ifMatch }),
  );
  mount(app, endpoints.addAgent, (ctx, { params, body }) => addAgent(ctx, params.experimentId, body));
  mount(app, endpoints.removeAgent, (ctx, { params, ifMatch }) => removeAgent(ctx, { ...params, ifMatch }));
  mount(app, endpoints.archiveAgent, (ctx, { params }) => archiveAgent(ctx, params));
  mount(app, endpoints.restoreAgent, (ctx, { params }) => restoreAgent(ctx, params));
  mount(app, endpoints.changeAgent, (ctx, { params, ifMatch, body }) =>
    changeAgent(ctx, { ...params, ifMatch, change: body }),
  );
  mount(app, endpoints.turnAgentOff, (ctx, { params }) => turnAgentOff(ctx, params));
  mount(app, endpoints.turnAgentOn, (ctx, { params }) => turnAgentOn(ctx, params));
}
