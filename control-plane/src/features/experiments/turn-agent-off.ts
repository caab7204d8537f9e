import type { Context } from '../../context.ts';
import type { ShownExperiment } from '../../experiment/show-experiment.ts';
import { type AgentOfExperiment, changeAgentState } from './change-agent-state.ts';

/** Takes one agent out of the split. @throws ProblemError `not_found`, `transition_refused` */
export const turnAgentOff = (ctx: Context, agent: AgentOfExperiment): Promise<ShownExperiment> =>
  changeAgentState(ctx, agent, 'off');
