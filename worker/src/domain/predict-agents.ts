import type { AgentHistory, Estimate, Histories, Objective, Prediction } from '@alyson/schema';
import { toEstimate } from './log-normal.ts';
import type { AgentAnswer } from './model-reply.ts';
import { weighBest } from './weigh-best.ts';

/** What the experiment maximises, of one prediction. */
export const objectiveOf = (prediction: Pick<Prediction, 'cvr' | 'rpc'>, objective: Objective): Estimate =>
  prediction[objective];

/**
 * A model's answers with ranges, and how the agents that are on compare under the objective.
 *
 * @param answers  one per agent of the histories, checked
 */
export function predictAgents({ agents, objective }: Histories, answers: readonly AgentAnswer[]): Prediction[] {
  const answerOf = new Map(answers.map((answer) => [answer.agentId, answer]));
  const predictions = agents.flatMap((agent) => {
    const answer = answerOf.get(agent.agentId);
    return answer ? [{ agent, cvr: toEstimate(answer.cvr, 1), rpc: toEstimate(answer.rpc) }] : [];
  });
  const contenders = predictions.filter(({ agent }) => agent.isOn);
  const odds = weighBest(contenders.map((prediction) => objectiveOf(prediction, objective)));
  const probabilityOf = new Map(contenders.map(({ agent }, i) => [agent.agentId, odds.probabilities[i] ?? 0]));
  return predictions.map(({ agent, cvr, rpc }) => ({
    agentId: agent.agentId,
    ...totalsOf(agent),
    cvr,
    rpc,
    probabilityBest: probabilityOf.get(agent.agentId) ?? 0,
    expectedLoss: Math.max(0, odds.expectedBest - objectiveOf({ cvr, rpc }, objective).mean),
  }));
}

/** What an agent's clicks have brought so far. */
export function totalsOf({ slots }: AgentHistory): Pick<Prediction, 'clicks' | 'leads' | 'sales' | 'revenueMicros'> {
  const totals = { clicks: 0, leads: 0, sales: 0, revenueMicros: 0 };
  for (const slot of slots) {
    totals.clicks += slot.clicks;
    totals.leads += slot.leads;
    totals.sales += slot.sales;
    totals.revenueMicros += slot.revenueMicros;
  }
  return totals;
}
