import * as z from 'zod';

/**
 * The kinds of id, by prefix. An id is a TypeID (specification 0.3): prefix, underscore, UUIDv7 as 26 base32
 * characters, e.g. `exp_01h455vb4pex5vsknk084sn02q`. Ids sort by time of making.
 */
export const ID_PREFIXES = {
  workspace: 'ws',
  user: 'usr',
  experiment: 'exp',
  agent: 'agt',
  link: 'lnk',
  buyer: 'byr',
  webhookEndpoint: 'whe',
  buyerReport: 'rpt',
  buyerEvent: 'evt',
  segmentSource: 'seg',
  segmentCall: 'sgc',
  buyerSecret: 'bsc',
  run: 'run',
  ramp: 'rmp',
  schedule: 'sch',
  apiToken: 'tok',
  accountLink: 'acl',
  auditEntry: 'aud',
  proposedChange: 'pch',
  template: 'tpl',
  request: 'req',
  tuneImport: 'tim',
  tuneParity: 'tpr',
  destination: 'dst',
  delivery: 'dlv',
  attention: 'att',
  mappingReplay: 'rpl',
  buyerUpload: 'upl',
} as const;

export type IdKind = keyof typeof ID_PREFIXES;

// The first of the 26 characters holds only 3 bits, so it is at most 7 (TypeID specification, "overflow").
const SUFFIX = '[0-7][0-9a-hjkmnp-tv-z]{25}';

/** The schema of one kind of id: `idOf('experiment')` accepts `exp_…` only. */
export const idOf = <K extends IdKind>(kind: K) =>
  z
    .string()
    .regex(new RegExp(`^${ID_PREFIXES[kind]}_${SUFFIX}$`), `must be an id that begins with ${ID_PREFIXES[kind]}_`)
    .brand<K>();

export type Id<K extends IdKind> = string & z.$brand<K>;

export const ExperimentId = idOf('experiment');
export const AgentId = idOf('agent');
export const LinkId = idOf('link');
export const BuyerId = idOf('buyer');
export const BuyerEventId = idOf('buyerEvent');
export const SegmentSourceId = idOf('segmentSource');
export const BuyerSecretId = idOf('buyerSecret');
export const RunId = idOf('run');
export const AuditEntryId = idOf('auditEntry');
export const ProposedChangeId = idOf('proposedChange');
export const TemplateId = idOf('template');
export const WorkspaceId = idOf('workspace');
export const UserId = idOf('user');
export const ApiTokenId = idOf('apiToken');
export const AccountLinkId = idOf('accountLink');
export const DestinationId = idOf('destination');
export const DeliveryId = idOf('delivery');
