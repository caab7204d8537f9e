import type { AgentResult, Experiment, HoldCode } from '@alyson/schema';
import { formatCount } from '../../../ui/format/count.ts';
import { formatDuration } from '../../../ui/format/duration.ts';
import { formatChance, formatWeight } from '../../../ui/format/percent.ts';
import { type ObjectiveFormat, objectiveFormat } from '../objective-format.ts';

/** From this chance of being best on, an agent is called the leader. */
const CLEAR_CHANCE = 0.7;

export interface Verdict {
  kind: 'draft' | 'scheduled' | 'paused' | 'ended' | 'held' | 'stale' | 'learning' | 'no_leader' | 'leader';
  text: string;
}

export interface VerdictFacts {
  experiment: Pick<
    Experiment,
    'state' | 'mode' | 'objective' | 'currency' | 'heldSince' | 'holdReason' | 'optimization'
  >;
  /** With the shares that new clicks get, off agents included. */
  agents: readonly Pick<
    AgentResult,
    'letter' | 'state' | 'weightBasisPoints' | 'outcomes' | 'rpc' | 'cvr' | 'probabilityBest' | 'grade'
  >[];
  /** Why the newest finished run left the split alone. */
  runHold: { code: HoldCode; detail: string } | null;
  /** How long it has been running, in ms, where `outcomes` are of all that time; else null. */
  wholeLifeMs: number | null;
  /** Times in the reporting zone, e.g. `9:10 AM` or `Nov 18, 9:10 AM`. */
  formatSince: (timestamp: string) => string;
  /** `in 42 min`, or null without a schedule. */
  nextGrading: string | null;
}

/** What to think of an experiment, in one or two sentences made by rules. */
export function verdict(facts: VerdictFacts): Verdict {
  const { experiment, runHold } = facts;
  switch (experiment.state) {
    case 'draft':
      return { kind: 'draft', text: 'Not started. Clicks are routed to the agents once you start the experiment.' };
    case 'scheduled':
      return { kind: 'scheduled', text: 'Scheduled. Clicks are routed to the agents once it starts.' };
    case 'paused':
      return {
        kind: 'paused',
        text: 'Paused: every click goes to the fallback page. Resume to route clicks to the agents again.',
      };
    case 'completed':
    case 'archived':
      return { kind: 'ended', text: 'Ended: every click goes to the fallback page.' };
    case 'running':
      break;
    default:
      return experiment.state satisfies never;
  }
  const now = standing(facts) ?? learning(facts);
  if (experiment.heldSince) {
    const since = `Held since ${facts.formatSince(experiment.heldSince)}`;
    const why = experiment.holdReason ? `${since}: ${quoted(experiment.holdReason)}` : `${since}.`;
    return { kind: 'held', text: `${why} ${now.text}` };
  }
  if (runHold?.code === 'stale_outcomes') {
    return {
      kind: 'stale',
      text: `${asSentence(runHold.detail)} Publishing resumes when buyers report again. ${now.text}`,
    };
  }
  return now;
}

/** Who leads, or that nobody clearly does; null while there is nothing to compare by. */
function standing({ experiment, agents }: VerdictFacts): Verdict | null {
  const compared = agents
    .filter((agent) => agent.state === 'on' && agent.probabilityBest !== null && agent.grade?.letter != null)
    .sort((a, b) => (b.probabilityBest ?? 0) - (a.probabilityBest ?? 0));
  const [best, second] = compared;
  if (!best) return null;
  const chance = best.probabilityBest ?? 0;
  if (second && chance < CLEAR_CHANCE) {
    const next = formatChance(second.probabilityBest ?? 0);
    return {
      kind: 'no_leader',
      text: `No clear leader yet: ${best.letter} is ${formatChance(chance)} likely to be best, ${second.letter} ${next}.`,
    };
  }
  const format = objectiveFormat(experiment.objective, experiment.currency);
  return { kind: 'leader', text: `${lead(best, format)}${whatHappensNext(best, agents, experiment)}` };
}

type Facts = VerdictFacts['agents'][number];

function lead(best: Facts, format: ObjectiveFormat): string {
  const likely = `${formatChance(best.probabilityBest ?? 0)} likely to be best.`;
  const estimate = format.name === 'RPC' ? best.rpc : best.cvr;
  if (!estimate) return `${best.letter} leads: ${likely}`;
  return format.name === 'RPC'
    ? `${best.letter} earns the most: ${format.value(estimate.mean)} a click, ${likely}`
    : `${best.letter} converts best: ${format.value(estimate.mean)} of its clicks become leads, ${likely}`;
}

function whatHappensNext(
  best: Facts,
  agents: VerdictFacts['agents'],
  { heldSince, mode }: VerdictFacts['experiment'],
): string {
  const others = agents.filter((agent) => agent.letter !== best.letter && agent.state === 'on');
  const share = formatWeight(others.reduce((sum, agent) => sum + agent.weightBasisPoints, 0));
  const [only] = others;
  if (!only) return '';
  const who = others.length === 1 ? `${only.letter} still gets` : `The other ${others.length} still get`;
  if (heldSince) return ` ${who} ${share} until you resume.`;
  return mode === 'auto'
    ? ` ${who} ${share} so the optimizer can keep checking.`
    : ` ${who} ${share}; a person sets this split.`;
}

/** Before there is a grade: how far it is to one. */
function learning(facts: VerdictFacts): Verdict {
  const behind = facts.agents
    .flatMap((agent) => (agent.state === 'on' ? (clicksToGrade(agent, facts) ?? []) : []))
    .filter(({ clicks, needed }) => clicks < needed)
    .sort((a, b) => a.clicks - b.clicks)[0];
  if (behind) {
    const have = `${behind.letter} has ${formatCount(behind.clicks)} of ${formatCount(behind.needed)} clicks needed to grade.`;
    return { kind: 'learning', text: `Learning: ${have}${pace(behind, facts.wholeLifeMs)}` };
  }
  const when = facts.nextGrading
    ? `The first grades come with the next grading run, ${facts.nextGrading}.`
    : 'Run grading to get the first grades.';
  return { kind: 'learning', text: `No grades yet. ${when}` };
}

interface ClicksToGrade {
  letter: string;
  clicks: number;
  needed: number;
}

/** By the newest run's own count; before the first run by what was counted, if all of it was. */
function clicksToGrade(
  { letter, outcomes, grade }: Facts,
  { experiment, wholeLifeMs }: VerdictFacts,
): ClicksToGrade | null {
  const reason = grade?.reasons.find((one) => one.code === 'too_few_clicks');
  if (reason) return { letter, clicks: reason.clicks, needed: reason.needed };
  if (grade || wholeLifeMs === null) return null;
  return { letter, clicks: outcomes.clicks, needed: experiment.optimization.burnInClicks };
}

/** How long the missing clicks take if they keep coming as they have. */
function pace({ clicks, needed }: ClicksToGrade, wholeLifeMs: number | null): string {
  if (wholeLifeMs === null || clicks === 0) return '';
  return ` At this pace: about ${formatDuration(((needed - clicks) / clicks) * wholeLifeMs)}.`;
}

/** A person's words as the end of a sentence, with one full stop. */
const quoted = (words: string): string => (/[.!?]$/.test(words.trim()) ? `“${words.trim()}”` : `“${words.trim()}”.`);

const asSentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);
