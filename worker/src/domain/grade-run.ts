import type { Histories, Prediction, Proposal } from '@alyson/schema';
import { allocate } from './allocate.ts';
import { explainChanges, unchanged } from './explain.ts';
import { gradeAgents } from './grade-agents.ts';
import { findHold } from './guard.ts';
import { checkReply, type ModelReply } from './model-reply.ts';
import { predictAgents } from './predict-agents.ts';

/**
 * The whole judgement of a run: histories and a model's word on them in, a proposal out. Deterministic, and the same
 * whichever order the agents come in: no clock, no chance.
 *
 * A model that cannot be believed moves nothing: the proposal then has no predictions and is held (W3).
 */
export function gradeRun(given: Histories, givenReply: ModelReply): Proposal {
  const histories = { ...given, agents: [...given.agents].sort((a, b) => a.number - b.number) };
  const reply = checkReply(givenReply, histories);
  const predictions = reply.ok ? predictAgents(histories, reply.answers) : [];
  const hold = findHold(histories, reply);
  return {
    asOf: histories.asOf,
    experimentVersion: histories.experimentVersion,
    model: reply.model,
    predictions,
    grades: gradeAgents(histories, predictions),
    changes: hold ? unchanged(histories.agents) : planChanges(histories, predictions),
    hold,
  };
}

function planChanges({ agents, optimization }: Histories, predictions: readonly Prediction[]) {
  const probabilityOf = new Map(predictions.map((prediction) => [prediction.agentId, prediction.probabilityBest]));
  const candidates = agents.map(({ agentId, isOn, weightBasisPoints }) => ({
    isOn,
    weightBasisPoints,
    probabilityBest: probabilityOf.get(agentId) ?? 0,
  }));
  return explainChanges(agents, allocate(candidates, optimization));
}
