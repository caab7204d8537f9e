import { agentLetter } from '@alyson/schema';

/** An experiment as far as its daily caps go (R10). */
export interface CappedExperiment {
  dailyCap: number | null;
  isCapped: boolean;
  agents: readonly CappedAgent[];
}

export interface CappedAgent {
  id: string;
  number: number;
  dailyCap: number | null;
  isCapped: boolean;
}

/** What the day's clicks make of the caps, and why, in words for the release. */
export interface CapVerdict {
  isCapped: boolean;
  cappedAgentIds: ReadonlySet<string>;
  cause: 'capped' | 'uncapped';
  reason: string;
}

/**
 * Holds the day's clicks against the caps.
 *
 * @param clicks  of people, by agent, since the day began
 * @returns null where everything is as it should be
 */
export function judgeCaps(experiment: CappedExperiment, clicks: ReadonlyMap<string, number>): CapVerdict | null {
  const { agents, dailyCap } = experiment;
  const total = agents.reduce((sum, { id }) => sum + (clicks.get(id) ?? 0), 0);
  const isCapped = dailyCap !== null && total >= dailyCap;
  const reached = agents.filter(({ id, dailyCap: cap }) => cap !== null && (clicks.get(id) ?? 0) >= cap);
  const capped = new Set(reached.map(({ id }) => id));
  const changed = agents.filter((agent) => agent.isCapped !== capped.has(agent.id));
  if (isCapped === experiment.isCapped && changed.length === 0) return null;

  const news = [
    ...(isCapped && !experiment.isCapped ? [`All ${dailyCap} clicks of the day are used up.`] : []),
    ...changed
      .filter(({ id }) => capped.has(id))
      .map(({ number, dailyCap: cap }) => `Agent ${agentLetter(number)} has had its ${cap} clicks of the day.`),
  ];
  const verdict = { isCapped, cappedAgentIds: capped };
  if (news.length > 0) return { ...verdict, cause: 'capped', reason: news.join(' ') };
  return { ...verdict, cause: 'uncapped', reason: 'The day is over, or the cap was changed.' };
}
