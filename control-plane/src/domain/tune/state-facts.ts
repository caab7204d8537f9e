import { PERCENT_MICROS, type TuneDifference } from '@alyson/schema';
import type { SourcePage, TuneSource } from './collect-pages.ts';
import { sourceKey, type TuneNetwork } from './tune-network.ts';

/** What TUNE says of one source, in words and values: what a later import is held against. */
export function stateFacts(source: TuneSource, network: TuneNetwork): Record<string, string> {
  const { campaign, pages, leftOut, kind, id } = source;
  const facts: Record<string, string> = { Name: source.name, Status: source.status };
  if (campaign) facts['Serves ads'] = serveText(campaign.usesWeights, campaign.optimizes);
  for (const page of [...pages, ...leftOut]) stateFactsOf(page, facts);
  for (const { hash, query } of network.shortLinksOf.get(sourceKey(kind, id)) ?? [])
    facts[`Short link ${hash}`] = query;
  return facts;
}

const serveText = (usesWeights: boolean, optimizes: boolean): string => {
  const rest = optimizes ? 'by optimization' : 'randomly';
  return usesWeights ? `by custom weights, the rest ${rest}` : rest;
};

/** What a fact is called: for people who read differences, and for whoever looks one up later. Kept with what was imported. */
export const weightFact = (creativeId: string): string => `Weight of creative ${creativeId}`;
export const urlFact = (offerId: string, offerUrlId: string | null): string =>
  `Offer ${offerId}, ${offerUrlId === null ? 'default URL' : `URL ${offerUrlId}`}`;

function stateFactsOf(page: SourcePage, facts: Record<string, string>): void {
  const { offer, creatives } = page;
  facts[urlFact(page.offerId, page.offerUrlId)] = page.url ?? '(not in the import)';
  if (offer) facts[`Status of offer ${offer.id}`] = offer.status;
  for (const { id, weightPercentMicros } of creatives)
    facts[weightFact(id)] = weightPercentMicros === null ? 'none' : `${weightPercentMicros / PERCENT_MICROS} %`;
}

/** What is said otherwise, in the order in which it stands. */
export function compareFacts(
  imported: Readonly<Record<string, string>>,
  now: Readonly<Record<string, string>>,
): TuneDifference[] {
  const names = new Set([...Object.keys(imported), ...Object.keys(now)]);
  return [...names]
    .filter((name) => imported[name] !== now[name])
    .map((what) => ({ what, imported: imported[what] ?? null, tune: now[what] ?? null }));
}
