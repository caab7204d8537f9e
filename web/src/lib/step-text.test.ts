import type { DecisionStep } from '@alyson/schema';
import { expect, test } from 'vitest';
import { stepText } from './step-text.ts';

const LETTERS: Record<string, string> = { agt_a: 'A', agt_b: 'B' };
const letterOf = (id: string) => LETTERS[id] ?? '?';

test.each<{ step: DecisionStep; text: string; tone: string }>([
  {
    step: { step: 'link', address: '*/r/solar', linkId: 'lnk' },
    text: 'The link at /r/solar was found.',
    tone: 'neutral',
  },
  {
    step: { step: 'link', address: 'go.brand.com/aff_c/7', linkId: null },
    text: 'No link here stands at go.brand.com/aff_c/7.',
    tone: 'neutral',
  },
  {
    step: { step: 'release', number: 3, state: 'capped' },
    text: 'Under release 3 the clicks of the day are used up.',
    tone: 'neutral',
  },
  {
    step: { step: 'forced', urlId: '214', agentId: 'agt_b', outcome: 'off' },
    text: "The link's url_id 214 names agent B, which is off. It is passed over.",
    tone: 'passed',
  },
  {
    step: {
      step: 'rule',
      ruleId: 'r',
      name: 'Night',
      conditions: [
        { on: 'country', outcome: 'holds' },
        { on: 'hours', outcome: 'fails' },
      ],
      isMatch: false,
    },
    text: 'Rule “Night” does not match: its condition on the time of the week fails.',
    tone: 'passed',
  },
  {
    step: {
      step: 'rule',
      ruleId: 'r',
      name: 'US',
      conditions: [{ on: 'country', outcome: 'unknown' }],
      isMatch: false,
    },
    text: 'Rule “US” does not match: the country is not known.',
    tone: 'passed',
  },
  {
    step: { step: 'sticky', agentId: 'agt_a', outcome: 'taken' },
    text: 'The visitor had agent A before, and keeps it.',
    tone: 'taken',
  },
  {
    step: { step: 'bucket', round: 0, bucket: 4311, agentId: 'agt_b', outcome: 'capped' },
    text: 'Bucket 4,312 of 10,000 belongs to agent B, which has had its clicks of the day.',
    tone: 'passed',
  },
  {
    step: { step: 'bucket', round: 1, bucket: 0, agentId: 'agt_a', outcome: 'taken' },
    text: 'Drawn again: bucket 1 of 10,000 belongs to agent A.',
    tone: 'taken',
  },
  {
    step: { step: 'decision', reason: 'rehashed', agentId: 'agt_a' },
    text: 'It goes to agent A: the first owner could not have it, so it was drawn again.',
    tone: 'neutral',
  },
  {
    step: { step: 'decision', reason: 'excluded', agentId: null },
    text: 'It goes to the fallback page: a rule keeps it out of the experiment.',
    tone: 'neutral',
  },
])('given $step, then "$text"', ({ step, text, tone }) => expect(stepText(step, letterOf)).toEqual({ text, tone }));
