import type { Callback } from '../io/inbox.ts';
import type { SignCallback } from './sign-callback.ts';

/** What the control plane said to a call. */
type CallbackDelivery =
  | { readonly kind: 'answered'; readonly answer: CallbackAnswer }
  /** Not now: no connection, no answer in time, a redirect, or 5xx. */
  | { readonly kind: 'unreachable'; readonly detail: string };

/** An answer that is passed back as it is. */
export interface CallbackAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: ArrayBuffer;
}

/** Hands a buyer's call to the control plane. Never throws. */
export type DeliverCallback = (callback: Callback) => Promise<CallbackDelivery>;

export interface DeliverCallbackOptions {
  readonly apiUrl: string;
  readonly sign: SignCallback;
  readonly fetch: typeof fetch;
  readonly timeoutMs: number;
}

const PASSED_BACK = ['content-type', 'retry-after'];

export function createDeliverCallback({ apiUrl, sign, fetch, timeoutMs }: DeliverCallbackOptions): DeliverCallback {
  return async (callback) => {
    try {
      const response = await fetch(apiUrl + callback.target, {
        method: callback.method,
        headers: { ...callback.headers, ...(await sign(callback)) },
        ...(callback.method === 'POST' && { body: callback.body }),
        redirect: 'manual',
        signal: AbortSignal.timeout(timeoutMs),
      });
      const body = await response.arrayBuffer();
      if (!isAnswer(response.status)) return { kind: 'unreachable', detail: `status ${response.status}` };
      return { kind: 'answered', answer: { status: response.status, headers: headersOf(response), body } };
    } catch (error) {
      // Its name alone: a message may quote the address, and so a secret of the caller's.
      return { kind: 'unreachable', detail: error instanceof Error ? error.name : 'no answer' };
    }
  };
}

/** A redirect was made by something in between: the control plane sends nobody elsewhere. */
const isAnswer = (status: number): boolean => (status >= 200 && status < 300) || (status >= 400 && status < 500);

const headersOf = ({ headers }: Response): Record<string, string> =>
  Object.fromEntries(
    PASSED_BACK.flatMap((name) => {
      const value = headers.get(name);
      return value === null ? [] : [[name, value]];
    }),
  );

/** How long nobody asks a control plane again that has just not answered. */
const SPARE_MS = 3_000;

/**
 * The same for callers who wait: once the control plane has let one down, the next ones are not made to wait for the same,
 * because senders hang up after 15 s and a call is kept either way.
 */
export function withoutWaiting(deliver: DeliverCallback, now: () => number): DeliverCallback {
  let awayUntil = 0;
  return async (callback) => {
    if (now() < awayUntil) return { kind: 'unreachable', detail: 'it did not answer a moment ago' };
    const delivery = await deliver(callback);
    awayUntil = delivery.kind === 'unreachable' ? now() + SPARE_MS : 0;
    return delivery;
  };
}
