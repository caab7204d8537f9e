/** Who comes when, and with what: planned whole before the first click, from the seed alone. */

import { createRandom, type Random } from '../lib/random.ts';
import { AFFILIATES, type Affiliate } from './affiliates.ts';
import { BOTS, type Headers } from './devices.ts';
import type { DemoOptions } from './options.ts';

/** `look` is a HEAD request: answered like a click, and not one (R4). */
export type VisitKind = 'person' | 'bot' | 'look';

export interface Visit {
  /** Names the visit's own stream of chance. */
  number: number;
  /** After the demo's beginning. */
  atMs: number;
  kind: VisitKind;
  affiliateId: number;
  path: string;
  /** Without its `?`. */
  query: string;
  headers: Headers;
  /** The buyer has heard of this visitor before the click is known. */
  isReportedEarly: boolean;
}

export interface Links {
  slug: string;
  offerId: number;
}

const BOT_SHARE = 0.08;
const LOOK_SHARE = 0.02;
const SECOND_CLICK_SHARE = 0.02;
const BURST_SHARE = 0.25;
const EARLY_REPORTS = 6;

/** @param tag  tells this demo's visitors from those of another */
export function planVisits({ seed, seconds, rate }: DemoOptions, links: Links, tag: string): Visit[] {
  const bursts = planBursts(seed, seconds);
  const visits: Visit[] = [];
  for (let number = 0; visits.length < seconds * rate; number += 1) {
    const random = createRandom(seed, 'visit', number);
    const burst = random.chance(BURST_SHARE) ? random.pick(bursts) : undefined;
    const visit = planVisit(
      random,
      number,
      burst ?? { affiliate: random.pickWeighted(AFFILIATES), fromMs: 0, lengthMs: seconds * 1000 },
      links,
      `${tag}${number.toString(36)}`,
    );
    visits.push(visit);
    // People click twice: the same request, twice a click, and one of them gets the lead.
    if (visit.kind === 'person' && random.chance(SECOND_CLICK_SHARE))
      visits.push({ ...visit, number: -1 - number, atMs: visit.atMs + random.between(300, 3_000) });
  }
  markEarlyReports(visits, seconds);
  return visits.sort((a, b) => a.atMs - b.atMs);
}

interface Burst {
  affiliate: Affiliate;
  fromMs: number;
  lengthMs: number;
}

/** A mailing goes out, a video is shared: one affiliate's visitors come all at once. */
function planBursts(seed: number, seconds: number): [Burst, ...Burst[]] {
  const random = createRandom(seed, 'bursts');
  const plan = (): Burst => ({
    affiliate: random.pickWeighted(AFFILIATES),
    fromMs: random.next() * seconds * 900,
    lengthMs: random.between(1_500, 4_000),
  });
  return [plan(), ...Array.from({ length: Math.floor(seconds / 8) }, plan)];
}

function planVisit(
  random: Random,
  number: number,
  { affiliate, fromMs, lengthMs }: Burst,
  links: Links,
  key: string,
): Visit {
  const kind = kindOf(random.next());
  const isTune = affiliate.form === 'tune';
  const address = [`aff_id=${affiliate.id}`, `source=${affiliate.source}`];
  return {
    number,
    atMs: fromMs + random.next() * lengthMs,
    kind,
    affiliateId: affiliate.id,
    path: isTune ? '/aff_c' : `/r/${links.slug}`,
    query: [...(isTune ? [`offer_id=${links.offerId}`] : []), ...address, ...affiliate.parameters(random, key)].join(
      '&',
    ),
    headers: kind === 'bot' ? random.pick(BOTS) : random.pick(affiliate.browsers),
    isReportedEarly: false,
  };
}

function kindOf(chance: number): VisitKind {
  if (chance < BOT_SHARE) return 'bot';
  return chance < BOT_SHARE + LOOK_SHARE ? 'look' : 'person';
}

/** Only an affiliate whose key is in the link can be told of before the click. */
function markEarlyReports(visits: Visit[], seconds: number): void {
  const middle = (visit: Visit) => visit.atMs > seconds * 200 && visit.atMs < seconds * 800;
  const known = visits.filter((visit) => visit.kind === 'person' && visit.affiliateId === 1006 && visit.number >= 0);
  for (const visit of known.filter(middle).slice(0, EARLY_REPORTS)) visit.isReportedEarly = true;
}
