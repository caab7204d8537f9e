import type * as z from 'zod';
import { formatWeight } from '../ui/format/percent.ts';

type Issue = Parameters<z.core.$ZodErrorMap>[0];

/** Words for what the schema has none for. The schema's own messages are sentences' ends ("is missing"), and so are these. */
export function issueMessage(issue: Issue): string | undefined {
  const isShare = String(issue.path?.at(-1)).endsWith('BasisPoints');
  const write = (bound: number | bigint) => (isShare ? formatWeight(Number(bound)) : String(bound));
  const isText = 'origin' in issue && issue.origin === 'string';
  switch (issue.code) {
    case 'invalid_type':
      return 'must be a number';
    case 'too_small':
      return isText ? undefined : `must be ${write(issue.minimum)} or more`;
    case 'too_big':
      return isText ? `is longer than ${issue.maximum} characters` : `must be ${write(issue.maximum)} or less`;
    default:
      return undefined;
  }
}

/** A fault as a sentence about its field: "is missing" becomes "Landing page is missing." */
export function faultSentence(label: string | undefined, message: string): string {
  // `rate() takes …` names what it speaks of itself.
  const startsInside = /^[a-z]+(?![a-z(])/.test(message);
  const sentence = startsInside ? `${label ?? 'This'} ${message}` : message;
  return /[.!?]$/.test(sentence) ? sentence : `${sentence}.`;
}
