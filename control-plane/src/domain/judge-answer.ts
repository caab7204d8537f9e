import { DAY_MS, type Instant } from '@alyson/schema';

/** What came of one attempt. */
export interface Answer {
  /** Null where nothing answered. */
  status: number | null;
  /** Why nothing answered, in words. */
  fault: string | null;
  /** What its Retry-After says, in epoch ms. */
  retryAt: Instant | null;
}

export type AnswerVerdict =
  | { kind: 'taken' }
  /** 410: it wants to hear nothing more. */
  | { kind: 'gone'; fault: string }
  | { kind: 'failed'; fault: string; notBefore: Instant | null };

/** Longer than this nobody can hold a delivery up. */
const LONGEST_WAIT_MS = DAY_MS;

/** Any 2xx has taken it; a redirect has not: it would lead anywhere. */
export function judgeAnswer({ status, fault, retryAt }: Answer, now: Instant): AnswerVerdict {
  if (status === null) return { kind: 'failed', fault: fault ?? 'It did not answer.', notBefore: null };
  if (status >= 200 && status < 300) return { kind: 'taken' };
  if (status === 410) return { kind: 'gone', fault: 'It answered 410: it wants no more.' };
  if (status >= 300 && status < 400)
    return { kind: 'failed', fault: `It answered ${status}; redirects are not followed.`, notBefore: null };
  const notBefore =
    (status === 429 || status === 503) && retryAt !== null ? Math.min(retryAt, now + LONGEST_WAIT_MS) : null;
  return { kind: 'failed', fault: `It answered ${status}.`, notBefore };
}
