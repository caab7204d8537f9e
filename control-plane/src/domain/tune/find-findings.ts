import { PERCENT_MICROS, type TuneFinding, type TuneFindingCode, type TuneFindingNeed } from '@alyson/schema';
import type { SourcePage, TuneSource } from './collect-pages.ts';
import { findPageFaults, hasJoinKey, type PageRules } from './find-page-faults.ts';
import { followRedirects } from './follow-redirects.ts';
import type { TuneNetwork } from './tune-network.ts';

/** What a person decided, as far as findings go. */
interface Settled {
  readonly accepted: readonly { code: TuneFindingCode; page: string | null }[];
  /** Another address for a page, by the page's key. */
  readonly addresses: ReadonlyMap<string, string>;
}

export interface FindingScope {
  readonly network: TuneNetwork;
  readonly rules: PageRules;
  readonly settled: Settled;
}

interface Words {
  code: TuneFindingCode;
  need: TuneFindingNeed;
  detail: string;
  fix: string;
  page?: string;
  isSettled?: boolean;
}

/** Everything about one page that stands against an agent of it, or that a person should know. */
export function findingsOfPage(page: SourcePage, scope: FindingScope): TuneFinding[] {
  const tell = teller(scope.settled, page.key);
  return [...addressFindings(page, scope, tell), ...offerFindings(page, scope, tell)];
}

type Tell = (words: Words) => TuneFinding;

export const isAccepted = (accepted: Settled['accepted'], code: TuneFindingCode, page: string | null): boolean =>
  accepted.some((one) => one.code === code && one.page === page);

const teller =
  ({ accepted }: Settled, page: string | null): Tell =>
  ({ isSettled, ...words }) => ({
    page,
    ...words,
    isSettled:
      isSettled ?? (words.need === 'note' || (words.need === 'accept' && isAccepted(accepted, words.code, page))),
  });

const OTHER_PAGE = 'Put it right in TUNE and import again, give another address for it here, or leave the page out.';

function addressFindings(page: SourcePage, { rules, settled }: FindingScope, tell: Tell): TuneFinding[] {
  const given = settled.addresses.get(page.key);
  const faultsOfGiven = given === undefined ? [] : findPageFaults(given, rules);
  if (given !== undefined && faultsOfGiven.length > 0)
    return faultsOfGiven.map(({ code, detail }) =>
      tell({ code, need: 'fix', detail, fix: OTHER_PAGE, isSettled: false }),
    );
  const isSettled = given !== undefined;
  if (page.url === null)
    return [
      tell({
        code: 'page_missing',
        need: 'fix',
        detail: `The import holds no address for ${page.offerUrlId === null ? `offer ${page.offerId}'s default URL` : `URL ${page.offerUrlId} of offer ${page.offerId}`}.`,
        fix: OTHER_PAGE,
        isSettled,
      }),
    ];
  const faults = findPageFaults(page.url, rules);
  const found = faults.map(({ code, detail }) => tell({ code, need: 'fix', detail, fix: OTHER_PAGE, isSettled }));
  if (hasJoinKey(given ?? page.url)) return found;
  const noKey = tell({
    code: 'no_join_key',
    need: 'accept',
    detail: 'The address hands no utm_content, and no id of the click, on to the page. TUNE could not join its leads.',
    fix: 'We add utm_content to every click. Accept this once the page reports utm_content with its events, and to the buyer.',
  });
  return [...found, noKey];
}

function offerFindings({ offer, offerId }: SourcePage, { network }: FindingScope, tell: Tell): TuneFinding[] {
  if (!offer) return [];
  const found: TuneFinding[] = [];
  if (offer.status.toLowerCase() !== 'active')
    found.push(
      tell({
        code: 'offer_not_active',
        need: 'accept',
        detail: `Offer ${offerId} is ${offer.status || 'without a status'} in TUNE, which shows it to nobody.`,
        fix: 'Leave the page out, or accept that it gets clicks here.',
      }),
    );
  if (offer.isPermanentRedirect)
    found.push(
      tell({
        code: 'permanent_redirect',
        need: 'accept',
        detail: `Offer ${offerId} is SEO-friendly: TUNE answers 301, which browsers keep, so that later clicks never arrive.`,
        fix: 'Accept that it becomes a 302 here, which every click asks anew. Who has the 301 in the browser keeps it.',
      }),
    );
  const chain = followRedirects(offer, network.offers);
  if (chain.kind === 'loop')
    found.push(
      tell({
        code: 'redirect_loop',
        need: 'accept',
        detail: `Its redirect offers go round in circles: ${chain.path.join(' → ')}.`,
        fix: "Accept that the experiment has no fallback of its own: the workspace's takes such clicks. Or break the circle in TUNE and import again.",
      }),
    );
  return [...found, ...leftBehind(offer, tell)];
}

function leftBehind(offer: NonNullable<SourcePage['offer']>, tell: Tell): TuneFinding[] {
  const notes: TuneFinding[] = [];
  const note = (code: TuneFindingCode, detail: string, fix: string) =>
    notes.push(tell({ code, need: 'note', detail, fix }));
  if (offer.hasTargeting)
    note(
      'targeting_left_behind',
      `Offer ${offer.id} has targeting in TUNE, which is not imported.`,
      'Add it as rules under Routing.',
    );
  if (offer.hasCaps)
    note(
      'caps_left_behind',
      `Offer ${offer.id} has caps on conversions or money in TUNE, which are not imported.`,
      'Caps here count clicks a day; set them on the agents.',
    );
  if (offer.allowsDeepLinks)
    note(
      'deep_links_left_behind',
      `Offer ${offer.id} takes deep links (url=…). No host is allowed for them here yet.`,
      'Name the hosts on the link, under Links.',
    );
  return notes;
}

/** What is to be known or settled about an ad group or offer as a whole. */
export function findingsOfSource(source: TuneSource, { settled }: FindingScope): TuneFinding[] {
  const tell = teller(settled, null);
  const { campaign, pages, weightsPercentMicros, status, kind } = source;
  const found: TuneFinding[] = [];
  if (status.toLowerCase() !== 'active')
    found.push(
      tell({
        code: 'not_active',
        need: 'note',
        detail: `The ${kind === 'campaign' ? 'ad group' : 'offer'} is ${status || 'without a status'} in TUNE.`,
        fix: 'It is left out unless you take it.',
      }),
    );
  if (weightsPercentMicros > 100 * PERCENT_MICROS)
    found.push(
      tell({
        code: 'weights_above_100',
        need: 'accept',
        detail: `The custom weights add up to ${weightsPercentMicros / PERCENT_MICROS} %. TUNE then shows only creatives that have one.`,
        fix: 'Accept the shares below, which keep their proportions, or put the weights right in TUNE and import again.',
      }),
    );
  if (campaign?.optimizes)
    found.push(
      tell({
        code: 'optimized_by_tune',
        need: 'note',
        detail: 'TUNE optimizes this ad group by a rule of its own, and does not say with which shares.',
        fix: 'It begins with the shares below, and its draft is in auto mode: gradings move the split from there.',
      }),
    );
  if (pages.length < 2)
    found.push(
      tell({
        code: 'one_page',
        need: 'fix',
        detail: pages.length === 1 ? 'It leads to one page only.' : 'It leads to no page.',
        fix: 'There is nothing to split. Leave it in TUNE, or add a creative there and import again.',
      }),
    );
  if (pages.length > 50)
    found.push(
      tell({
        code: 'too_many_pages',
        need: 'fix',
        detail: `It leads to ${pages.length} pages; an experiment has 50 agents at most.`,
        fix: 'Leave pages out.',
      }),
    );
  return [...found, ...duplicatesAmong(pages, settled)];
}

function duplicatesAmong(pages: readonly SourcePage[], settled: Settled): TuneFinding[] {
  const addressOf = (page: SourcePage) => settled.addresses.get(page.key) ?? page.url;
  return pages.flatMap((page, index) => {
    const tell = teller(settled, page.key);
    const fix = 'Accept it, or leave all but one of them out.';
    const found: TuneFinding[] = [];
    if (page.creatives.length > 1)
      found.push(
        tell({
          code: 'duplicate_page',
          need: 'accept',
          detail: `Creatives ${page.creatives.map(({ id }) => id).join(', ')} lead to the same URL: they become one agent with all their share.`,
          fix,
        }),
      );
    const twin = pages
      .slice(0, index)
      .find((other) => addressOf(other) !== null && addressOf(other) === addressOf(page));
    if (twin)
      found.push(
        tell({
          code: 'duplicate_page',
          need: 'accept',
          detail: `Its address is that of ${twin.key}: two agents would test one page against itself.`,
          fix,
        }),
      );
    return found;
  });
}
