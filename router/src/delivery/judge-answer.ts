import type { Refusal } from '../io/inbox.ts';
import type { CallbackAnswer } from './deliver-callback.ts';

/** What an answer means for a call that waited for it. */
export type Verdict =
  | { readonly kind: 'taken' }
  /** No repetition by itself changes it: for a person to look at. */
  | ({ readonly kind: 'refused' } & Refusal)
  | { readonly kind: 'later'; readonly reason: string };

/** Timeouts and rates pass. */
const PASSING = new Set([408, 425, 429]);
/** Its sender was told that it was taken, and does not come again: once the secret or the endpoint is set right, it must. */
const SET_RIGHT_BY_A_PERSON = new Set([401, 403, 404]);
const LONGEST_REASON = 2_000;

/** The reason is the control plane's own words: a problem that names what is wrong, never what was sent. */
export function judgeAnswer({ status, body }: CallbackAnswer): Verdict {
  if (status < 300) return { kind: 'taken' };
  if (PASSING.has(status)) return { kind: 'later', reason: `status ${status}` };
  return {
    kind: 'refused',
    mayPass: SET_RIGHT_BY_A_PERSON.has(status),
    reason: `status ${status} ${new TextDecoder().decode(body).slice(0, LONGEST_REASON)}`.trim(),
  };
}
