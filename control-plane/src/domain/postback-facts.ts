import { encodeComponent, encodeRawValue, hash32, makeQuerySafe } from '@alyson/router/domain';
import { type BuyerEventKind, type Instant, MICROS_PER_UNIT, type PostbackMacro, toTimestamp } from '@alyson/schema';

/** All that a postback is filled from: an event, and the click that it was given. */
export interface PostbackFacts {
  event: {
    id: string;
    kind: BuyerEventKind;
    goal: string | null;
    amountMicros: number | null;
    effectMicros: number | null;
    currency: string | null;
    occurredAt: Instant;
  };
  click: {
    id: string;
    utmContent: string;
    transactionId: string | null;
    affiliateClickId: string | null;
    affiliateId: string | null;
    offerId: string | null;
    source: string | null;
    subs: readonly (string | null)[];
    country: string | null;
    region: string | null;
    os: string | null;
    experimentId: string | null;
    agentId: string | null;
  };
}

/** Where in an address a macro stands. */
export type PostbackPlace = 'path' | 'query';

type Fill = (facts: PostbackFacts, place: PostbackPlace) => string;

/** What was kept of a visitor's e-mail or phone number (R24): nothing that its affiliate would know again. */
const HASHED = /^hashed:/;

const fromText =
  (read: (facts: PostbackFacts) => string | null): Fill =>
  (facts) => {
    const text = read(facts) ?? '';
    return HASHED.test(text) ? '' : encodeComponent(text);
  };

const sub = (place: number): Fill => fromText(({ click }) => click.subs[place] ?? null);
const affiliateId = fromText(({ click }) => click.affiliateId);
const at = ({ event }: PostbackFacts) => toTimestamp(event.occurredAt);
const date = (facts: PostbackFacts) => at(facts).slice(0, 10);
const time = (facts: PostbackFacts) => at(facts).slice(11, 19);

/** How each macro is filled, percent-encoded for where it stands; empty where its value is not known. */
export const FILLS: Readonly<Record<PostbackMacro, Fill>> = {
  aff_click_id: fromText(({ click }) => click.affiliateClickId),
  aff_sub: sub(0),
  aff_sub1: sub(0),
  aff_sub2: sub(1),
  aff_sub3: sub(2),
  aff_sub4: sub(3),
  aff_sub5: sub(4),
  source: fromText(({ click }) => click.source),
  transaction_id: fromText(({ click }) => click.transactionId ?? click.id),
  click_id: fromText(({ click }) => click.id),
  // As it came: in a query the very bytes, elsewhere `+` and `/` would change their meaning (R16).
  utm_content: ({ click }, place) => (place === 'query' ? makeQuerySafe : encodeRawValue)(click.utmContent),
  affiliate_id: affiliateId,
  aff_id: affiliateId,
  offer_id: fromText(({ click }) => click.offerId),
  goal_id: fromText(({ event }) => event.goal),
  event: fromText(({ event }) => event.kind),
  event_id: fromText(({ event }) => event.id),
  sale_amount: fromText(({ event }) => decimalOf(event.amountMicros)),
  revenue: fromText(({ event }) => decimalOf(event.effectMicros)),
  currency: fromText(({ event }) => event.currency),
  date: fromText(date),
  time: fromText(time),
  datetime: fromText((facts) => `${date(facts)} ${time(facts)}`),
  country_code: fromText(({ click }) => click.country),
  region_code: fromText(({ click }) => click.region),
  device_os: fromText(({ click }) => click.os),
  experiment: fromText(({ click }) => click.experimentId),
  agent: fromText(({ click }) => click.agentId),
  ran: fromText(({ event }) => String(hash32(event.id, 0))),
};

/** Major units with two decimals, or as many as it has: `10.99`, `-0.005`. */
function decimalOf(micros: number | null): string | null {
  if (micros === null) return null;
  const size = Math.abs(micros);
  const decimals = String(size % MICROS_PER_UNIT)
    .padStart(6, '0')
    .replace(/0{1,4}$/, '');
  return `${micros < 0 ? '-' : ''}${Math.floor(size / MICROS_PER_UNIT)}.${decimals}`;
}

/** For previews and test messages. */
export const SAMPLE_FACTS: PostbackFacts = {
  event: {
    id: 'evt_01h455vb4pex5vsknk084sn02q',
    kind: 'sale',
    goal: '5',
    amountMicros: 125_500_000,
    effectMicros: 125_500_000,
    currency: 'USD',
    /** 2026-01-31T18:29:43Z */
    occurredAt: 1_769_884_183_000,
  },
  click: {
    id: `aTEST${'0'.repeat(25)}`,
    utmContent: `aTEST${'0'.repeat(25)}`,
    transactionId: '102test00000000000000000000000',
    affiliateClickId: 'test-click-id',
    affiliateId: '94',
    offerId: '12',
    source: 'test-source',
    subs: ['test-sub-1', 'test-sub-2', 'test-sub-3', 'test-sub-4', 'test-sub-5'],
    country: 'US',
    region: 'CA',
    os: 'iOS',
    experimentId: 'exp_01h455vb4pex5vsknk084sn02q',
    agentId: 'agt_01h455vb4pex5vsknk084sn02q',
  },
};
