import type { AgentGrade, AgentHistory, GradeReason, Histories, Prediction } from '@alyson/schema';
import { objectiveOf } from './predict-agents.ts';

/**
 * Each letter up to which loss it reaches: what giving this agent every click would cost on average, as a share of what
 * the best one earns. The loss counts ignorance too: of two agents that are equal so far, neither is an A before the
 * data can tell that they are.
 *
 * 2% is less than landing pages drift by in a week, so an A is as good as the best; 5% is worth a look; 10% is what a
 * redesign usually hopes to win; 20% and 35% are losses that nobody would keep on purpose.
 */
const LETTERS: readonly { letter: NonNullable<AgentGrade['letter']>; upToLossShare: number }[] = [
  { letter: 'A', upToLossShare: 0.02 },
  { letter: 'B', upToLossShare: 0.05 },
  { letter: 'C', upToLossShare: 0.1 },
  { letter: 'D', upToLossShare: 0.2 },
  { letter: 'E', upToLossShare: 0.35 },
  { letter: 'F', upToLossShare: Number.POSITIVE_INFINITY },
];

interface Contender {
  agent: AgentHistory;
  prediction: Prediction;
}

/**
 * One grade per agent, with its reasons as data. An agent that is off, or has had fewer clicks than the burn-in, has no
 * letter; nor has anybody while nothing has been earned at all.
 *
 * @param predictions  one per agent, or none when no model could be believed
 */
export function gradeAgents(histories: Histories, predictions: readonly Prediction[]): AgentGrade[] {
  const needed = histories.optimization.burnInClicks;
  const predictionOf = new Map(predictions.map((prediction) => [prediction.agentId, prediction]));
  const best = findBest(histories, predictions);
  return histories.agents.map((agent) => {
    const prediction = predictionOf.get(agent.agentId);
    const ungraded = (reasons: GradeReason[]): AgentGrade => ({ agentId: agent.agentId, letter: null, reasons });
    if (!agent.isOn) return ungraded([{ code: 'off' }]);
    if (!prediction) return ungraded([]);
    if (prediction.clicks < needed) return ungraded([{ code: 'too_few_clicks', clicks: prediction.clicks, needed }]);
    if (!best) return ungraded([]);
    return gradeOf({ agent, prediction }, best, histories);
  });
}

/** The agent that would cost least to choose for ever, among those that are on and have had enough clicks. */
function findBest(
  { agents, objective, optimization }: Histories,
  predictions: readonly Prediction[],
): Contender | null {
  const contenders = predictions.flatMap((prediction) => {
    const agent = agents.find(({ agentId }) => agentId === prediction.agentId);
    return agent?.isOn && prediction.clicks >= optimization.burnInClicks ? [{ agent, prediction }] : [];
  });
  const [best] = contenders.sort(
    (a, b) => a.prediction.expectedLoss - b.prediction.expectedLoss || a.agent.number - b.agent.number,
  );
  return best && objectiveOf(best.prediction, objective).mean > 0 ? best : null;
}

function gradeOf({ agent, prediction }: Contender, best: Contender, { objective }: Histories): AgentGrade {
  const { agentId } = agent;
  const own = objectiveOf(prediction, objective);
  const top = objectiveOf(best.prediction, objective);
  const lossShare = prediction.expectedLoss / top.mean;
  const letter = LETTERS.find(({ upToLossShare }) => lossShare <= upToLossShare)?.letter ?? 'F';
  if (agentId === best.agent.agentId)
    return { agentId, letter, reasons: [{ code: 'likely_best', probabilityBest: prediction.probabilityBest }] };
  const bestLetter = best.agent.letter;
  const reasons: GradeReason[] = [{ code: 'behind_best', lossShare, bestLetter }];
  if (own.high >= top.low) reasons.push({ code: 'overlaps_best', low: own.low, high: own.high, bestLetter });
  return { agentId, letter, reasons };
}
