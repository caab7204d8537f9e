import type { DeliverClicks } from './deliver-clicks.ts';

/** What became of one click. */
export type Fate =
  | { readonly kind: 'stored' }
  /** It never will be. */
  | { readonly kind: 'rejected'; readonly detail: string }
  /** The control plane met a fault over this very click. */
  | { readonly kind: 'suspect'; readonly detail: string }
  /** Not now, and that says nothing about the click. */
  | { readonly kind: 'later'; readonly detail: string };

export interface Fates {
  /** Of each click, in order. */
  readonly fates: readonly Fate[];
  /** Some were taken: so what a suspect met is not the control plane's own trouble. */
  readonly hasSuccess: boolean;
}

/** A click over which the control plane fails so often, while it takes others, is poison (S6). */
export const MOST_TRIES = 5;
/** After so many failures and not one success the trouble is taken to be the control plane's own. */
const MOST_FAILURES = 20;

/**
 * Delivers clicks, and says of each what became of it. A batch that is refused, or met a fault, is halved until the clicks
 * are found that are to blame, so that one of them keeps no other back. Never throws.
 */
export async function deliverEach(clicks: readonly string[], deliver: DeliverClicks): Promise<Fates> {
  const fates: Fate[] = clicks.map(() => ({ kind: 'later', detail: 'not tried' }));
  let hasSuccess = false;
  let failures = 0;

  /** @returns whether it makes sense to go on */
  const deliverRange = async (from: number, to: number): Promise<boolean> => {
    const delivery = await deliver(clicks.slice(from, to));
    switch (delivery.kind) {
      case 'delivered':
        hasSuccess = true;
        fates.fill({ kind: 'stored' }, from, to);
        for (const { index, detail } of delivery.rejected) fates[from + index] = { kind: 'rejected', detail };
        return true;
      case 'unreachable':
        fates.fill({ kind: 'later', detail: delivery.detail }, from, to);
        return false;
      case 'refused':
      case 'failed':
        failures += 1;
        if (to - from > 1) return (hasSuccess || failures < MOST_FAILURES) && deliverHalves(from, to);
        fates[from] = { kind: delivery.kind === 'refused' ? 'rejected' : 'suspect', detail: delivery.detail };
        return true;
      default:
        return delivery satisfies never;
    }
  };

  const deliverHalves = async (from: number, to: number): Promise<boolean> => {
    const middle = from + Math.ceil((to - from) / 2);
    return (await deliverRange(from, middle)) && (await deliverRange(middle, to));
  };

  if (clicks.length > 0) await deliverRange(0, clicks.length);
  return { fates, hasSuccess };
}
