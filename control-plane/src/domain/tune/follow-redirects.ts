import type { TuneOffer } from '@alyson/schema';

export type RedirectChain =
  | { readonly kind: 'none' }
  | { readonly kind: 'loop'; readonly path: readonly string[] }
  | { readonly kind: 'to'; readonly offer: TuneOffer };

/** Where TUNE sends clicks that an offer cannot take: along its redirect offers, to the first that is active. */
export function followRedirects(offer: TuneOffer, offers: ReadonlyMap<string, TuneOffer>): RedirectChain {
  const path = [offer.id];
  let found: TuneOffer | null = null;
  for (let last = offer; last.redirectOfferId !== null; ) {
    const next = offers.get(last.redirectOfferId);
    if (!next) break;
    if (path.includes(next.id)) return { kind: 'loop', path: [...path, next.id] };
    path.push(next.id);
    if (found === null && next.status.toLowerCase() === 'active') found = next;
    last = next;
  }
  return found === null ? { kind: 'none' } : { kind: 'to', offer: found };
}
