/** The router's rules, for whoever must agree with it: the control plane checks landing pages and explains decisions. */
export { bucketOf, chooseOwner, compileTable, hashOfRound, ownerOf, scaleHash } from './bucket-table.ts';
export { buildDestination } from './build-destination.ts';
export {
  type ClickIdFacts,
  type ClickKeys,
  Draw,
  mintClickId,
  type ParsedClickId,
  parseClickId,
  signingKeyOf,
  verifyClickId,
} from './click-id.ts';
export { type CompiledBundle, type CompiledLink, type CompiledRelease, compileRouting } from './compile-routing.ts';
export { type ClickFacts, type Decision, decide, type Links } from './decide.ts';
export { classifyDevice } from './device.ts';
export { hash32 } from './hash.ts';
export { hostNameOf } from './host-name.ts';
export { findJoinKey, isUsable, type JoinKey } from './join-key.ts';
export { checkLandingUrl, type LandingTemplate, type LandingUrlRules, parseLandingUrl } from './landing-template.ts';
export { addressOf, type LinkTarget, readLinkTarget } from './link-target.ts';
export { MACROS, type MacroFacts, type VisitorFacts } from './macros.ts';
export { nearestName } from './nearest-name.ts';
export { encodeComponent, encodeRawValue, makeQuerySafe } from './percent-encode.ts';
export { type RecordedClick, recordedFacts, refuseRecorded } from './recorded-facts.ts';
export { type RoutedClick, type RouteRequest, type Routing, routeClick } from './route-click.ts';
export { type SipKey, sipHash24, sipKeyOf } from './sip-hash.ts';
export { stickyCookieName, VISITOR_COOKIE, writeSticky } from './sticky.ts';
