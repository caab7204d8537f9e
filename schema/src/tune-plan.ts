import * as z from 'zod';
import { ExperimentId } from './ids.ts';
import { LinkHost, LinkKind, SLUG, SubParameter, TUNE_ID } from './link.ts';
import { TuneMode } from './tune-cut-over.ts';
import { BasisPoints } from './weights.ts';

/** What an experiment is made from: an ad group of type link, or an offer with several URLs. */
export const TuneSourceKind = z.enum(['campaign', 'offer']);
export type TuneSourceKind = z.infer<typeof TuneSourceKind>;

/** Why an agent has its share (the percentage rules of TUNE's ad groups). */
export const TuneShareReason = z.enum([
  /** Its custom weight, as it stands. */
  'explicit',
  /** Its custom weight, scaled because the weights add up to more than 100 %. */
  'scaled',
  /** An equal part of what the custom weights leave. */
  'leftover',
  /** Its custom weight, and an equal part of the rest that nobody has. */
  'explicit_and_rest',
  /** Nobody has a weight, or none is used: all are equal. */
  'even',
  /** It has no weight, and the others' fill 100 %, or more: TUNE does not show it. */
  'excluded',
  /** An offer without an ad group shows its default URL alone. */
  'default_page',
]);
export type TuneShareReason = z.infer<typeof TuneShareReason>;

/** What a marketer may have to look at. */
export const TuneFindingCode = z.enum([
  'macro_unknown',
  'macro_in_host',
  'page_not_https',
  'page_invalid',
  'page_missing',
  'leads_back',
  'host_not_allowed',
  'permanent_redirect',
  'offer_not_active',
  'weights_above_100',
  'redirect_loop',
  'duplicate_page',
  'no_join_key',
  'several_offers',
  'one_page',
  'too_many_pages',
  'too_many_short_links',
  'optimized_by_tune',
  'targeting_left_behind',
  'caps_left_behind',
  'deep_links_left_behind',
  'address_taken',
  'not_active',
  'fallback_left_behind',
]);
export type TuneFindingCode = z.infer<typeof TuneFindingCode>;

/**
 * `fix`: nothing is made until it is put right, in TUNE or by another page given here. `accept`: nothing is made until a
 * person says that it may be so. `note`: to be known.
 */
export const TuneFindingNeed = z.enum(['fix', 'accept', 'note']);
export type TuneFindingNeed = z.infer<typeof TuneFindingNeed>;

export const TuneFinding = z.object({
  code: TuneFindingCode,
  need: TuneFindingNeed,
  /** The page it is about, by its key in `agents`; null: the whole. */
  page: z.string().nullable(),
  detail: z.string(),
  /** What can be done about it. */
  fix: z.string(),
  isSettled: z.boolean(),
});
export type TuneFinding = z.infer<typeof TuneFinding>;

/** One destination in TUNE: an offer and one of its URLs, `12/214`, or `12/0` for its default URL. */
export const TunePageKey = z.string().regex(/^[1-9][0-9]{0,9}\/(?:0|[1-9][0-9]{0,9})$/);

/** Shares are kept to a millionth of a basis point; all of an experiment sum to exactly this. */
export const TOTAL_SHARE_MICROS = 10_000 * 1_000_000;

export const TunePlannedAgent = z.object({
  page: z.string(),
  name: z.string(),
  /** As it stands in TUNE. */
  tuneUrl: z.string(),
  /** As the agent would have it. */
  landingUrl: z.string(),
  creativeIds: z.array(z.string()),
  tuneUrlId: z.string().nullable(),
  shareMicros: z.int(),
  shareReason: TuneShareReason,
  weightBasisPoints: BasisPoints,
});
export type TunePlannedAgent = z.infer<typeof TunePlannedAgent>;

export const TunePlannedLink = z.object({
  kind: LinkKind,
  value: z.string(),
  host: z.string().nullable(),
  presetQuery: z.string(),
});
export type TunePlannedLink = z.infer<typeof TunePlannedLink>;

/** Something that TUNE says otherwise than when it was imported. */
export const TuneDifference = z.object({
  /** In words, such as `Weight of creative 9001`. */
  what: z.string(),
  imported: z.string().nullable(),
  tune: z.string().nullable(),
});
export type TuneDifference = z.infer<typeof TuneDifference>;

export const TunePlanItem = z.object({
  source: z.object({ kind: TuneSourceKind, id: z.string().regex(TUNE_ID), name: z.string(), status: z.string() }),
  /**
   * `create`: a draft would be made. `blocked`: findings stand against it. `left_out`: nobody chose it. `unchanged`: made
   * before, and TUNE says the same. `changed`: made before, and TUNE says something else now.
   */
  outcome: z.enum(['create', 'blocked', 'left_out', 'unchanged', 'changed']),
  /** Of one that was made before. */
  experimentId: ExperimentId.nullable(),
  name: z.string(),
  mode: z.enum(['fixed', 'auto']),
  agents: z.array(TunePlannedAgent),
  links: z.array(TunePlannedLink),
  fallbackUrl: z.string().nullable(),
  findings: z.array(TuneFinding),
  differences: z.array(TuneDifference),
});
export type TunePlanItem = z.infer<typeof TunePlanItem>;

export const TunePlan = z.object({
  items: z.array(TunePlanItem),
  /** Of each outcome. */
  counts: z.object({
    create: z.int(),
    blocked: z.int(),
    left_out: z.int(),
    unchanged: z.int(),
    changed: z.int(),
  }),
  /** How many drafts this very call has made; 0 in a preview. */
  created: z.int(),
});
export type TunePlan = z.infer<typeof TunePlan>;

/** How all that is imported at once stands beside TUNE. */
export const TuneStance = z.object({
  mode: TuneMode,
  /** Where TUNE answers clicks, whatever becomes of the brand's own host: for the way back, and where TUNE follows. */
  trackingHost: LinkHost,
  /** The brand's host on which affiliates' links stand; null: this deployment's own. */
  host: LinkHost.nullable().default(null),
  /** In which our click id reaches TUNE where it follows. */
  clickIdParameter: SubParameter.default('aff_sub5'),
});
export type TuneStance = z.infer<typeof TuneStance>;

/** What a person decided about one ad group or offer. */
export const TuneDecision = z.object({
  kind: TuneSourceKind,
  id: z.string().regex(TUNE_ID),
  /** Undecided: active ad groups are taken, all else is left out. */
  take: z.boolean().optional(),
  /** Findings that may be as they are, each of its own page; null: of the whole. */
  accepted: z
    .array(z.object({ code: TuneFindingCode, page: TunePageKey.nullable() }))
    .max(500)
    .default([]),
  /** Pages that are to be left out. */
  leftOutPages: z.array(TunePageKey).max(100).default([]),
  /** Another landing page in place of TUNE's. */
  pages: z
    .array(z.object({ page: TunePageKey, landingUrl: z.string().min(1).max(4000) }))
    .max(100)
    .default([]),
  /** Behind TUNE: the slug of the link; else `tune-<id>`. */
  slug: z.string().regex(SLUG, 'must be 1 to 100 letters, digits, - or _').optional(),
  /** Of one that was made before: what TUNE says now is known, and no difference any more. */
  acknowledge: z.boolean().default(false),
});
export type TuneDecision = z.infer<typeof TuneDecision>;

export const PlanTuneImport = z.object({
  stance: TuneStance,
  decisions: z.array(TuneDecision).max(5000).default([]),
});
export type PlanTuneImport = z.infer<typeof PlanTuneImport>;

/** Which of TUNE's creatives and URLs is which agent. */
export interface TunePlace {
  page: string;
  creativeIds: string[];
  agentId: string;
}
