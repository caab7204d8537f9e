import type { DecisionReason, DecisionStep } from '@alyson/schema';
import { formatCount } from '../ui/format/count.ts';
import { subjectText } from './rule-text.ts';

/** A step as a sentence; `taken` decided, `passed` led on to the next. */
export interface StepText {
  text: string;
  tone: 'taken' | 'passed' | 'neutral';
}

/** The letter of an agent by its id. */
export type LetterOf = (agentId: string) => string;

/** One step of a decision in words. */
export function stepText(step: DecisionStep, letterOf: LetterOf): StepText {
  switch (step.step) {
    case 'link':
      return linkText(step);
    case 'release':
      return releaseText(step);
    case 'deep_link':
      return step.outcome === 'taken'
        ? { text: "The link's url names a page of an allowed host, and wins over everything else.", tone: 'taken' }
        : { text: "The link's url names a page that it may not lead to. It is passed over.", tone: 'passed' };
    case 'forced':
      return forcedText(step, letterOf);
    case 'rule':
      return ruleStepText(step);
    case 'sticky':
      return stickyText(step, letterOf);
    case 'bucket':
      return bucketText(step, letterOf);
    case 'decision':
      return { text: `${goalText(step, letterOf)}: ${REASONS[step.reason]}.`, tone: 'neutral' };
    default:
      return step satisfies never;
  }
}

type StepOf<S extends DecisionStep['step']> = Extract<DecisionStep, { step: S }>;

const neutral = (text: string): StepText => ({ text, tone: 'neutral' });

function linkText({ address, linkId }: StepOf<'link'>): StepText {
  if (address === null) return neutral('The address is no link’s.');
  const shown = address.replace(/^\*/, '');
  return neutral(linkId === null ? `No link here stands at ${shown}.` : `The link at ${shown} was found.`);
}

function releaseText({ number, state }: StepOf<'release'>): StepText {
  if (number === null) return neutral('No release of its experiment is held.');
  switch (state) {
    case 'running':
      return neutral(`Release ${number} routes.`);
    case 'capped':
      return neutral(`Under release ${number} the clicks of the day are used up.`);
    default:
      return neutral(`Under release ${number} the experiment is ${state}.`);
  }
}

/** Why an agent could not have the click. */
const HINDRANCES = {
  taken: '',
  off: 'which is off',
  capped: 'which has had its clicks of the day',
  unknown: 'which is not in this release',
  refused: 'which may not have it',
} as const;

function forcedText({ urlId, agentId, outcome }: StepOf<'forced'>, letterOf: LetterOf): StepText {
  if (agentId === null) return { text: `The link's url_id ${urlId} is no agent's here.`, tone: 'passed' };
  const named = `The link's url_id ${urlId} names agent ${letterOf(agentId)}`;
  if (outcome === 'taken') return { text: `${named}, and that decides.`, tone: 'taken' };
  return { text: `${named}, ${HINDRANCES[outcome]}. It is passed over.`, tone: 'passed' };
}

function ruleStepText({ name, conditions, isMatch }: StepOf<'rule'>): StepText {
  if (isMatch) return { text: `Rule “${name}” matches: all its conditions hold.`, tone: 'taken' };
  const failed = conditions.find(({ outcome }) => outcome !== 'holds');
  if (!failed) return { text: `Rule “${name}” did not decide.`, tone: 'passed' };
  const subject = subjectText(failed.on).toLowerCase();
  const why = failed.outcome === 'unknown' ? `the ${subject} is not known` : `its condition on the ${subject} fails`;
  return { text: `Rule “${name}” does not match: ${why}.`, tone: 'passed' };
}

function stickyText({ agentId, outcome }: StepOf<'sticky'>, letterOf: LetterOf): StepText {
  if (agentId === null) return { text: 'The visitor had an agent that is gone. It is passed over.', tone: 'passed' };
  const had = `The visitor had agent ${letterOf(agentId)} before`;
  if (outcome === 'taken') return { text: `${had}, and keeps it.`, tone: 'taken' };
  return { text: `${had}, ${HINDRANCES[outcome]}. It is passed over.`, tone: 'passed' };
}

function bucketText({ round, bucket, agentId, outcome }: StepOf<'bucket'>, letterOf: LetterOf): StepText {
  const drawn = round === 0 ? 'Bucket' : `Drawn again: bucket`;
  const owner = `${drawn} ${formatCount(bucket + 1)} of 10,000 belongs to agent ${letterOf(agentId)}`;
  if (outcome === 'taken') return { text: `${owner}.`, tone: 'taken' };
  return { text: `${owner}, ${HINDRANCES[outcome]}.`, tone: 'passed' };
}

const goalText = ({ reason, agentId }: StepOf<'decision'>, letterOf: LetterOf): string => {
  if (agentId !== null) return `It goes to agent ${letterOf(agentId)}`;
  if (reason === 'handed_back') return 'It goes on to TUNE';
  return reason === 'deep_link' || reason === 'rule_url'
    ? 'It goes to a page of its own'
    : 'It goes to the fallback page';
};

const REASONS: Readonly<Record<DecisionReason, string>> = {
  split: 'the split gave it',
  rehashed: 'the first owner could not have it, so it was drawn again',
  sticky: 'the visitor keeps their agent',
  forced: 'the link names the agent',
  deep_link: 'the link names the page',
  handed_back: 'the link is handed back, and TUNE decides',
  rule_agent: 'a rule names the agent',
  rule_split: 'a rule has a split of its own',
  rule_url: 'a rule names the page',
  excluded: 'a rule keeps it out of the experiment',
  unknown_link: 'no link stands at this address',
  paused: 'the experiment is paused',
  ended: 'the experiment is over',
  capped: 'the clicks of the day are used up',
  no_agent: 'no agent can have it',
  no_release: 'the router holds no release',
  loop: 'the page would lead back to this router',
  error: 'the router had a fault',
};
