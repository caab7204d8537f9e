import type { Context } from '../../context.ts';
import type { ShownExperiment } from '../../experiment/show-experiment.ts';
import { type AgentOfExperiment, changeAgentState } from './change-agent-state.ts';

/** Puts an agent back into the split. @throws ProblemError `not_found`, `transition_refused` */
export const turnAgentOn = (ctx: Context, agent: AgentOfExperiment): Promise<ShownExperiment> =>
  changeAgentState(ctx, agent, 'on');
