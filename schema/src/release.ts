import * as z from 'zod';
import { Alarm } from './alarm.ts';
import { BeforeTune, Unit } from './link.ts';
import { MOST_RULES, plainOutcomes, ruleParts } from './rule.ts';
import { TOTAL_BASIS_POINTS } from './weights.ts';

/**
 * The documents the router obeys. A `Release` is one experiment's routing, immutable and numbered. Releases travel in
 * a `Bundle`, one per shard of link addresses, signed as a whole (R19). No float travels.
 */

const Ref = z.string().min(1).max(64);
const Url = z.string().min(1).max(4000);

/** A split as a table of 10 000 buckets in cut points: `owners[i]` has the buckets from `ends[i-1]` up to `ends[i]`. */
export const BucketTable = z
  .object({
    ends: z.array(z.int().min(1).max(TOTAL_BASIS_POINTS)).min(1).max(TOTAL_BASIS_POINTS),
    /** Indexes into the release's `agents`. */
    owners: z.array(z.int().min(0)).min(1).max(TOTAL_BASIS_POINTS),
  })
  .refine(({ ends, owners }) => ends.length === owners.length, 'ends and owners differ in length')
  .refine(({ ends }) => ends.every((end, i) => end > (ends[i - 1] ?? 0)), 'ends do not rise')
  .refine(({ ends }) => ends.at(-1) === TOTAL_BASIS_POINTS, 'the last bucket is missing');
export type BucketTable = z.infer<typeof BucketTable>;

export const ReleaseAgent = z.object({
  id: Ref,
  number: z.int().min(1).max(3843),
  landingUrl: Url,
  /** Off agents stay listed, so that indexes keep their meaning. */
  isOn: z.boolean(),
  /** Its clicks of the day are used up: passed over like an agent that is off (R10). */
  isCapped: z.boolean().default(false),
  /** TUNE's `url_id` of this page: forces the agent inbound (R2), names it outbound before TUNE. */
  tuneUrlId: z.string().max(20).nullable().default(null),
});
export type ReleaseAgent = z.infer<typeof ReleaseAgent>;

/** A rule as the router obeys it: a split of its own is a table already. */
export const ReleaseRule = z.object({
  ...ruleParts,
  outcome: z.discriminatedUnion('to', [
    plainOutcomes.agent,
    z.object({ to: z.literal('split'), table: BucketTable }),
    plainOutcomes.url,
    plainOutcomes.fallback,
  ]),
});
export type ReleaseRule = z.infer<typeof ReleaseRule>;

/** `running` routes; anything else sends clicks to the fallback, with this as the reason. */
export const RoutedState = z.enum(['running', 'paused', 'ended', 'capped']);

export const RedirectStatus = z.union([z.literal(302), z.literal(303), z.literal(307)]);
export type RedirectStatus = z.infer<typeof RedirectStatus>;

/** A timezone by its IANA name; whether there is such a one is for its reader to say. */
export const TimezoneName = z.string().min(1, 'is missing').max(50);

export const StickyDays = z.int().min(0).max(400);

export const Release = z
  .object({
    schemaVersion: z.literal(1),
    workspaceId: Ref,
    experimentId: Ref,
    experimentNumber: z.int().min(1),
    number: z.int().min(1),
    state: RoutedState,
    /** Seeds the hash: ties a unit to one agent here without tying experiments to each other. */
    salt: z.int().min(0).max(0xffffffff),
    agents: z.array(ReleaseAgent).min(1).max(62),
    table: BucketTable,
    /** In order: the first whose conditions all hold decides (R9). */
    rules: z.array(ReleaseRule).max(MOST_RULES).default([]),
    /** In which rules read the hours of the week. */
    timezone: TimezoneName.default('UTC'),
    /** For so many days a visitor's cookie keeps their agent, whatever the weights become; 0: never. */
    stickyDays: StickyDays.default(0),
    redirectStatus: RedirectStatus.default(302),
    fallbackUrl: Url.nullable(),
  })
  .refine(({ agents, table }) => table.owners.every((owner) => owner < agents.length), 'a bucket has an unknown owner')
  .refine(
    ({ agents, rules }) =>
      rules.every(
        ({ outcome }) => outcome.to !== 'split' || outcome.table.owners.every((owner) => owner < agents.length),
      ),
    "a bucket of a rule's split has an unknown owner",
  )
  .refine(
    ({ agents, rules }) =>
      rules.every(({ outcome }) => outcome.to !== 'agent' || agents.some((agent) => agent.id === outcome.agentId)),
    'a rule names an unknown agent',
  )
  .refine(
    ({ agents }) => new Set(agents.map((agent) => agent.number)).size === agents.length,
    'an agent is listed twice',
  );
export type Release = z.infer<typeof Release>;

export const ReleaseLink = z.object({
  id: Ref,
  /** Named here too, so that a click whose release is not valid still finds its workspace's fallback. */
  workspaceId: Ref,
  experimentId: Ref,
  unit: Unit,
  beforeTune: BeforeTune.nullable().default(null),
  deepLinkHosts: z.array(z.string()).default([]),
  presetQuery: z.string().default(''),
  /** Handed back to TUNE: every click goes there, and the experiment is not asked. */
  handBackUrl: Url.nullable().default(null),
  /** Whether browsers remember its clicks for conversion pixels. */
  pixelCookie: z.boolean().default(false),
});
export type ReleaseLink = z.infer<typeof ReleaseLink>;

/**
 * One shard's worth of routing. `releases` are validated one by one by the reader, so that an invalid one keeps only its
 * own experiment back; here they are taken as they come.
 */
export const Bundle = z.object({
  schemaVersion: z.literal(1),
  /** Which deployment this is for: a bundle signed for another is refused. */
  environment: z.string().min(1).max(64),
  shard: z.int().min(0),
  shardCount: z.int().min(1),
  /** Rises with every publication of this shard; a lower or equal one is refused (R21). */
  sequence: z.int().min(1),
  issuedAtMs: z.int().min(0),
  /** Hosts with links of their own; every other host is the deployment's own (`OWN_HOST`). */
  hosts: z.array(z.string()),
  /** By link address, see `linkAddress`. */
  links: z.record(z.string(), ReleaseLink),
  workspaces: z.record(z.string(), z.object({ fallbackUrl: Url.nullable() })),
  releases: z.array(z.unknown()),
});
export type Bundle = Omit<z.infer<typeof Bundle>, 'releases'> & { releases: Release[] };

/** A bundle as it travels: the exact text that was signed, and the signature over `BUNDLE_DOMAIN` + that text. */
export const SignedBundle = z.object({
  keyId: z.string().min(1).max(64),
  payload: z.string(),
  /** Ed25519, base64. */
  signature: z.string().min(1).max(128),
});
export type SignedBundle = z.infer<typeof SignedBundle>;

/** No bundle is larger, as text or on its way: an edge takes none, and the control plane makes none. */
export const MOST_BUNDLE_BYTES = 8 * 1024 * 1024;

/** Stands before the signed text, so that a signature made for one purpose never serves another. */
export const BUNDLE_DOMAIN = 'alyson-bundle-v1\n';

/** What an edge says it holds, read back after a push. */
export const EdgeState = z.object({
  edge: z.string(),
  environment: z.string(),
  shards: z.array(z.object({ shard: z.int(), sequence: z.int(), acceptedAtMs: z.int() })),
  /** Per experiment: the number of the release in force. */
  releases: z.record(z.string(), z.int()),
  /** What somebody should look at there; absent where nobody watches. */
  alarms: z.array(Alarm).optional(),
});
export type EdgeState = z.infer<typeof EdgeState>;

/**
 * The shard of a link address: FNV-1a over its characters behind the host, so that every part agrees without a library. An
 * edge that holds nothing yet cannot know which hosts have links of their own: whatever the host, the shard is the same.
 */
export function shardOf(address: string, shardCount: number): number {
  let hash = 0x811c9dc5;
  for (let i = Math.max(0, address.indexOf('/')); i < address.length; i += 1)
    hash = Math.imul(hash ^ address.charCodeAt(i), 0x01000193);
  return (hash >>> 0) % shardCount;
}
