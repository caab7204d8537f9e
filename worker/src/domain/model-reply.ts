import type { Histories } from '@alyson/schema';
import type { Moments } from './log-normal.ts';

/** Which model spoke: stored with the run. */
export interface ModelIdentity {
  name: string;
  version: string;
}

/** A model's word on one agent: leads per click, and revenue per click in the currency's major unit. */
export interface AgentAnswer {
  agentId: string;
  cvr: Moments;
  rpc: Moments;
}

/** What came of asking a model. A fault is a value here: a run goes on to be held, with this as the reason (W3). */
export type ModelReply = { model: ModelIdentity } & (
  | { ok: true; answers: readonly AgentAnswer[] }
  | { ok: false; detail: string }
);

/** The reply itself, or the fault that makes it unusable: a missing agent, a number that is none, a rate above 1. */
export function checkReply(reply: ModelReply, histories: Histories): ModelReply {
  if (!reply.ok) return reply;
  const fault = faultOf(reply.answers, histories);
  return fault ? { model: reply.model, ok: false, detail: fault } : reply;
}

function faultOf(answers: readonly AgentAnswer[], { agents }: Histories): string | null {
  const answered = new Map(answers.map((answer) => [answer.agentId, answer]));
  for (const agent of agents) {
    const answer = answered.get(agent.agentId);
    if (!answer) return `The model did not answer for agent ${agent.letter}.`;
    if (!isSane(answer.cvr) || answer.cvr.mean > 1)
      return `The model's conversion rate for agent ${agent.letter} is not between 0 and 1.`;
    if (!isSane(answer.rpc))
      return `The model's revenue per click for agent ${agent.letter} is not a number of 0 or more.`;
  }
  return null;
}

const isSane = ({ mean, sd }: Moments): boolean => Number.isFinite(mean) && mean >= 0 && Number.isFinite(sd) && sd >= 0;
