import { clickIdPart, type Draw, type SigningKey } from './click-id.ts';
import type { Decision, Propensity } from './decide.ts';
import { formDecode } from './form-decode.ts';
import type { JoinKey } from './join-key.ts';
import { concealPerson, keyedHash } from './keyed-hash.ts';
import type { LinkParameters } from './link-parameters.ts';
import type { LinkTarget } from './link-target.ts';
import { toStorable } from './storable-text.ts';

/** A click that was decided and answered. */
export interface AnsweredClick {
  readonly id: string;
  readonly draw: Draw;
  readonly key: JoinKey;
  readonly decision: Decision;
  readonly target: LinkTarget;
  /** Where the link's unit is the visitor. */
  readonly visitorId: string | null;
}

/** What an edge adds to the record of a click. */
export interface RecordContext {
  /** Of the visitor: the last fields of the record, each behind a comma (R24). */
  readonly visitorPart: string;
  /** Its name: letters, digits and the like. */
  readonly edge: string;
  readonly signing: SigningKey;
}

/**
 * A click as it is recorded and as it travels: a `Click` as JSON text. Whatever the visitor sent, the outcome fits the
 * schema. Written by hand, because every click pays for it: most of it is known when a release is compiled, and what a
 * plain link carries needs no escaping.
 */
export function describeClick(click: AnsweredClick, { visitorPart, edge, signing }: RecordContext): string {
  const { id, draw, key, decision, target, visitorId } = click;
  const { parameters, isPlain } = target;
  return (
    `{"id":"${id}","at":${draw.at},"edge":"${edge}"${decisionPart(decision, draw.at)}` +
    `,"utmContent":${keptKey(key.value, isPlain, signing)},"keySource":"${key.source}"${othersPart(click, signing)}` +
    plainPart(',"visitorId":', visitorId, true) +
    plainPart(',"offerId":', parameters.offerId, isPlain) +
    plainPart(',"affiliateId":', parameters.affiliateId, isPlain) +
    plainPart(',"transactionId":', parameters.transactionId, isPlain) +
    affiliateClickPart(parameters.affiliateClickId, isPlain, signing) +
    (parameters.source ? `,"source":${concealed(parameters.source, isPlain, signing)}` : '') +
    `${subsPart(parameters.subs, isPlain, signing)}${visitorPart}}`
  );
}

function decisionPart(decision: Decision, at: number): string {
  const { link, release, rule, reason } = decision;
  const linkPart = link === null ? '' : link.recordPart;
  const age = release === null ? '' : `,"releaseAgeMs":${Math.max(0, at - release.issuedAtMs)}`;
  const ruleId = rule === null ? '' : `,"ruleId":"${rule.id}"`;
  if (decision.kind === 'agent')
    return `${linkPart}${decision.agent.recordPart}${age},"reason":"${reason}"${ruleId}${propensityPart(decision.propensity)}`;
  const number = release === null ? '' : `,"releaseNumber":${release.number}`;
  return `${linkPart}${number}${age},"reason":"${reason}"${ruleId}`;
}

const propensityPart = (propensity: Propensity | null): string =>
  propensity === null ? '' : `,"propensity":{"owner":${propensity.owner},"survivors":${propensity.survivors}}`;

/** What a decision leaves in the ids of its clicks. */
export const idPartOf = (decision: Decision): string =>
  decision.kind === 'agent'
    ? decision.agent.idPart
    : clickIdPart({
        experimentNumber: decision.release?.experimentNumber ?? 0,
        agentNumber: 0,
        releaseNumber: decision.release?.number ?? 0,
      });

const MOST_OTHERS = 20;
const LONGEST_SHORT = 500;
const LONGEST_KEY = 16_384;

/**
 * Later duplicates of the key. Where TUNE follows, the page sees our click id as its `utm_content`, so that joins as well.
 */
function othersPart({ id, key, decision }: AnsweredClick, signing: SigningKey): string {
  const tuneFollows = decision.kind === 'agent' && decision.link.beforeTune !== null && key.value !== id;
  if (key.others.length === 0 && !tuneFollows) return '';
  const others = tuneFollows ? [id, ...key.others] : key.others;
  const texts = others.slice(0, MOST_OTHERS).map((other) => keptKey(other, false, signing));
  return `,"otherUtmContents":[${texts.join()}]`;
}

/** A raw value behind its name, form-decoded; nothing for an absent or empty one. */
function plainPart(name: string, raw: string | null, isPlain: boolean): string {
  if (raw === null || raw === '') return '';
  return isDecoded(raw, isPlain) ? `${name}"${raw}"` : name + JSON.stringify(shorten(formDecode(raw)));
}

function subsPart(subs: LinkParameters['subs'], isPlain: boolean, signing: SigningKey): string {
  const [one = null, two = null, three = null, four = null, five = null] = subs;
  if (one === null && two === null && three === null && four === null && five === null) return '';
  const json = (raw: string | null) => concealed(raw, isPlain, signing);
  return `,"subs":[${json(one)},${json(two)},${json(three)},${json(four)},${json(five)}]`;
}

const ONLY_DIGITS = /^\d+$/;

/** Digits alone are an id here, though ten of them could be dialled: its affiliate gets it back in postbacks. */
function affiliateClickPart(raw: string | null, isPlain: boolean, signing: SigningKey): string {
  if (raw === null || raw === '') return '';
  const name = ',"affiliateClickId":';
  return ONLY_DIGITS.test(raw) ? plainPart(name, raw, isPlain) : name + concealed(raw, isPlain, signing);
}

/** A raw value that may be a person's, as a JSON text (R24). */
function concealed(raw: string | null, isPlain: boolean, signing: SigningKey): string {
  if (raw === null || raw === '') return 'null';
  const text = formDecode(raw);
  const kept = concealPerson(signing, text);
  return kept === raw && isDecoded(raw, isPlain) ? `"${raw}"` : JSON.stringify(shorten(kept));
}

/** Whether a raw value stands in a JSON text as it is. */
const isDecoded = (raw: string, isPlain: boolean): boolean =>
  isPlain && raw.length <= LONGEST_SHORT && !raw.includes('%') && !raw.includes('+');

const shorten = (text: string): string => toStorable(text.slice(0, LONGEST_SHORT));

/** No event can name a longer key, so its digest is enough to tell it from others. */
function keptKey(key: string, isPlain: boolean, signing: SigningKey): string {
  if (key.length > LONGEST_KEY) return `"hashed:${keyedHash(signing, 'key', key)}"`;
  return isPlain ? `"${key}"` : JSON.stringify(toStorable(key));
}
