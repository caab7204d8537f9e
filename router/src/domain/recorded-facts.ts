import type { Click } from '@alyson/schema';
import { parseClickId } from './click-id.ts';
import type { CompiledLink, CompiledRelease } from './compile-routing.ts';
import type { ClickFacts } from './decide.ts';
import { type LandingTemplate, parseLandingUrl } from './landing-template.ts';
import type { CompiledRule } from './rules.ts';
import type { StickyAgent } from './sticky.ts';

/** What is kept of a click, as far as it was decided by it. */
export type RecordedClick = Pick<
  Click,
  'id' | 'agentId' | 'reason' | 'ruleId' | 'propensity' | 'visitorId' | 'utmContent' | 'keySource'
>;

/** Why a recorded click cannot be decided again. */
export type Undecidable =
  /** The key was too long to be kept, or held what the database cannot: only a trace of it is. */
  | 'key_not_kept'
  /** Not the release sent it where it went: a loop was cut, or the router had a fault. */
  | 'not_by_release';

/** What `describeClick` writes for a key that is too long. */
const DIGEST = /^hashed:\d{1,2}\.[0-9a-f]{16}$/;

/** @returns null where the click can be decided again */
export function refuseRecorded({ reason, utmContent, keySource }: RecordedClick): Undecidable | null {
  if (reason === 'loop' || reason === 'error') return 'not_by_release';
  const isKept = keySource === 'minted' || !(DIGEST.test(utmContent) || utmContent.includes('\ufffd'));
  return isKept ? null : 'key_not_kept';
}

/**
 * A recorded click as a decision asks for it. What was looked at is not kept (R24), only what came of it: which rule
 * decided, which agent the visitor had kept or the link forced. Rules and agents that were passed over left no trace.
 *
 * @param address  of the link, as it was then
 */
export const recordedFacts = (click: RecordedClick, address: string | null, link: CompiledLink | null): ClickFacts =>
  new RecordedFacts(click, address, link);

class RecordedFacts implements ClickFacts {
  readonly address: string | null;
  readonly joinKey: string | null;
  readonly draw: string;
  readonly urlId: string | null;
  private readonly click: RecordedClick;

  constructor(click: RecordedClick, address: string | null, link: CompiledLink | null) {
    const { id, agentId, reason, keySource, utmContent } = click;
    const agent = link?.release?.agents.find((each) => each.id === agentId);
    this.click = click;
    this.address = address;
    this.joinKey = keySource === 'minted' ? null : utmContent;
    this.draw = parseClickId(id)?.draw ?? '';
    this.urlId = reason === 'forced' ? (agent?.tuneUrlId ?? null) : null;
  }

  matches(rule: CompiledRule): boolean {
    return rule.id === this.click.ruleId;
  }

  visitorId(): string {
    return this.click.visitorId ?? this.draw;
  }

  stickyAgent(release: CompiledRelease): StickyAgent | null {
    const { reason, agentId, propensity } = this.click;
    const agent = release.agents.find(({ id }) => id === agentId);
    if (reason !== 'sticky' || !agent) return null;
    return { agentNumber: agent.number, owner: propensity?.owner ?? 0, survivors: propensity?.survivors ?? 0 };
  }

  deepLink({ deepLinkHosts }: CompiledLink): LandingTemplate | null {
    if (this.click.reason !== 'deep_link') return null;
    return parseLandingUrl(`https://${deepLinkHosts[0] ?? ''}/`, { allowHttpLocalhost: false }).template;
  }
}
