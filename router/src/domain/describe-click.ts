import type { Click } from '@alyson/schema';
import type { Draw, SigningKey } from './click-id.ts';
import type { Decision } from './decide.ts';
import type { JoinKey } from './join-key.ts';
import { concealPerson, keyedHash } from './keyed-hash.ts';
import { type LinkParameters, textOf } from './link-parameters.ts';

/** What is recorded of a visitor, but for the address, which is only ever kept as a keyed hash (R24). */
export type VisitorRecord = Pick<
  Click,
  | 'country'
  | 'region'
  | 'deviceClass'
  | 'os'
  | 'browser'
  | 'language'
  | 'referrerHost'
  | 'isBot'
  | 'botReason'
  | 'addressHash'
>;

export interface AnsweredClick {
  readonly id: string;
  readonly draw: Draw;
  readonly key: JoinKey;
  readonly decision: Decision;
  readonly parameters: LinkParameters;
}

/** A click as it is recorded. Whatever the visitor sent, the outcome fits the schema. */
export function describeClick(click: AnsweredClick, visitor: VisitorRecord, edge: string, signing: SigningKey): Click {
  const { id, draw, key, decision, parameters } = click;
  const { link, release } = decision;
  const isChosen = decision.kind === 'agent';
  const short = (raw: string | null) => shorten(textOf(raw));
  const concealed = (raw: string | null) => {
    const text = textOf(raw);
    return text === null ? null : shorten(concealPerson(signing, text));
  };
  return {
    id,
    at: draw.at,
    edge,
    workspaceId: link?.workspaceId ?? null,
    linkId: link?.id ?? null,
    experimentId: link?.experimentId ?? null,
    agentId: isChosen ? decision.agent.id : null,
    releaseNumber: release?.number ?? null,
    releaseAgeMs: release ? Math.max(0, draw.at - release.issuedAtMs) : null,
    reason: decision.reason,
    propensity: isChosen ? decision.propensity : null,
    utmContent: keep(key.value, signing),
    keySource: key.source,
    otherUtmContents: key.others.slice(0, MOST_OTHERS).map((other) => keep(other, signing)),
    offerId: short(parameters.offerId),
    affiliateId: short(parameters.affiliateId),
    source: concealed(parameters.source),
    subs: parameters.subs.map(concealed),
    transactionId: short(parameters.transactionId),
    ...visitor,
  };
}

const MOST_OTHERS = 20;
const LONGEST_SHORT = 500;
const LONGEST_KEY = 16_384;

/** PostgreSQL's text holds every character but NUL. */
function shorten(text: string | null): string | null {
  if (text === null || (text.length <= LONGEST_SHORT && !text.includes('\0') && text.isWellFormed())) return text;
  return text.slice(0, LONGEST_SHORT).replaceAll('\0', '\ufffd').toWellFormed();
}

/** No event can name a longer key, so its digest is enough to tell it from others. */
const keep = (key: string, signing: SigningKey): string =>
  key.length <= LONGEST_KEY ? key.toWellFormed() : `hashed:${keyedHash(signing, 'key', key)}`;
