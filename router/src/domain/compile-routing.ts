import { type BeforeTune, type Bundle, type RedirectStatus, Release, type ReleaseLink } from '@alyson/schema';
import { type CompiledTable, compileTable, survivorsOf } from './bucket-table.ts';
import { clickIdPart } from './click-id.ts';
import { isTimezone } from './hour-of-week.ts';
import { type LandingTemplate, parseLandingUrl, withoutParameter } from './landing-template.ts';
import { type CompiledRule, compileRule } from './rules.ts';

/** A release as plain data that a click can be decided by, without parsing anything. */
export interface CompiledRelease {
  readonly workspaceId: string;
  readonly experimentId: string;
  readonly experimentNumber: number;
  readonly number: number;
  readonly state: Release['state'];
  readonly salt: number;
  readonly agents: readonly CompiledAgent[];
  /** Agents by TUNE's `url_id`; null where none has one. */
  readonly byUrlId: ReadonlyMap<string, CompiledAgent> | null;
  readonly table: CompiledTable;
  /** The weight in basis points of all eligible agents. */
  readonly survivors: number;
  readonly rules: readonly CompiledRule[];
  readonly stickyDays: number;
  readonly redirectStatus: RedirectStatus;
  readonly fallback: LandingTemplate | null;
  /** When the bundle that brought it was signed. */
  readonly issuedAtMs: number;
}

export interface CompiledAgent {
  readonly id: string;
  readonly number: number;
  readonly isOn: boolean;
  readonly isCapped: boolean;
  /** On and not capped: may have the click. */
  readonly isEligible: boolean;
  readonly landing: LandingTemplate;
  readonly tuneUrlId: string | null;
  /** What this agent in this release leaves in its click ids. */
  readonly idPart: string;
  /** The same of its clicks' records: fields of JSON, each behind a comma. */
  readonly recordPart: string;
}

export interface CompiledLink extends Readonly<ReleaseLink> {
  /** Where TUNE follows: its `/aff_c` for each agent, by index in the release; empty otherwise. */
  readonly tunePages: readonly LandingTemplate[];
  /** Where all clicks go while TUNE decides; null: the release decides. */
  readonly handBack: LandingTemplate | null;
  /** What this link leaves in its clicks' records: fields of JSON, each behind a comma. */
  readonly recordPart: string;
  /** Null where no valid release is held. */
  readonly release: CompiledRelease | null;
  readonly workspaceFallback: LandingTemplate | null;
}

/** One shard's bundle, compiled. */
export interface CompiledBundle {
  readonly shard: number;
  readonly sequence: number;
  readonly hosts: readonly string[];
  /** By link address. */
  readonly links: ReadonlyMap<string, CompiledLink>;
  /** In force in this shard, by experiment id. */
  readonly releases: ReadonlyMap<string, CompiledRelease>;
}

/** A release that was kept back. It holds up nothing but its own experiment (R19). */
export interface HeldBack {
  readonly experimentId: string | null;
  readonly reason: 'invalid' | 'older_than_held';
  readonly detail: string;
}

/** A bundle whose envelope is checked, and whose releases are not. */
export type UncheckedBundle = Omit<Bundle, 'releases'> & { readonly releases: readonly unknown[] };

/**
 * Compiles a bundle. Each release is validated alone: one that is invalid, or older than the one held (R21), leaves that
 * one in force.
 *
 * @param held  the same shard's bundle now in force, if any
 */
export function compileRouting(
  bundle: UncheckedBundle,
  held: CompiledBundle | null,
): { compiled: CompiledBundle; heldBack: readonly HeldBack[] } {
  const releases = new Map<string, CompiledRelease>();
  const heldBack: HeldBack[] = [];
  for (const candidate of bundle.releases) {
    const outcome = compileRelease(candidate, bundle.issuedAtMs, held);
    if ('reason' in outcome) heldBack.push(outcome);
    else releases.set(outcome.experimentId, outcome);
  }
  for (const { experimentId } of Object.values(bundle.links)) {
    const stays = releases.has(experimentId) ? undefined : held?.releases.get(experimentId);
    if (stays) releases.set(experimentId, stays);
  }
  const { shard, sequence, hosts } = bundle;
  return { compiled: { shard, sequence, hosts, releases, links: compileLinks(bundle, releases) }, heldBack };
}

function compileRelease(
  candidate: unknown,
  issuedAtMs: number,
  held: CompiledBundle | null,
): CompiledRelease | HeldBack {
  const unchanged = findUnchanged(candidate, held);
  if (unchanged) return { ...unchanged, issuedAtMs };
  const parsed = Release.safeParse(candidate);
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0] ?? { path: [], message: 'is no release' };
    return { experimentId: experimentIdOf(candidate), reason: 'invalid', detail: `${path.join('.')}: ${message}` };
  }
  const release = parsed.data;
  const { experimentId, number } = release;
  const older = held?.releases.get(experimentId);
  if (older && number < older.number)
    return { experimentId, reason: 'older_than_held', detail: `${number} came after ${older.number}` };
  try {
    return compileValid(release, issuedAtMs);
  } catch (error) {
    if (error instanceof InvalidRelease) return { experimentId, reason: 'invalid', detail: error.message };
    throw error;
  }
}

/** A release never changes: with the number held it is the one held, and most of a bundle is that at every publication. */
function findUnchanged(candidate: unknown, held: CompiledBundle | null): CompiledRelease | null {
  const same = held?.releases.get(experimentIdOf(candidate) ?? '');
  const number = typeof candidate === 'object' && candidate && 'number' in candidate ? candidate.number : null;
  return same && same.number === number ? same : null;
}

function compileValid(release: Release, issuedAtMs: number): CompiledRelease {
  const { workspaceId, experimentId, experimentNumber, number, state, salt, fallbackUrl } = release;
  const { timezone, stickyDays, redirectStatus } = release;
  if (!isTimezone(timezone)) throw new InvalidRelease(`${timezone} is no timezone`);
  const agents = release.agents.map((agent) => compileAgent(agent, release));
  const table = compileTable(release.table, agents.length);
  const context = { timezone, agents, compileUrl: compileTemplate };
  const withUrlId = agents.filter(({ tuneUrlId }) => tuneUrlId !== null);
  return {
    workspaceId,
    experimentId,
    experimentNumber,
    number,
    state,
    salt,
    agents,
    byUrlId: withUrlId.length === 0 ? null : new Map(withUrlId.map((agent) => [agent.tuneUrlId ?? '', agent])),
    table,
    survivors: survivorsOf(table, agents),
    rules: release.rules.map((rule) => compileRule(rule, context)),
    stickyDays,
    redirectStatus,
    fallback: fallbackUrl === null ? null : compileTemplate(fallbackUrl),
    issuedAtMs,
  };
}

function compileAgent(agent: Release['agents'][number], release: Release): CompiledAgent {
  const { id, number: agentNumber, isOn, isCapped, landingUrl, tuneUrlId } = agent;
  const { experimentNumber, number: releaseNumber } = release;
  return {
    id,
    number: agentNumber,
    isOn,
    isCapped,
    isEligible: isOn && !isCapped,
    landing: compileTemplate(landingUrl),
    tuneUrlId,
    idPart: clickIdPart({ experimentNumber, agentNumber, releaseNumber }),
    recordPart: `,"agentId":${JSON.stringify(id)},"releaseNumber":${releaseNumber}`,
  };
}

class InvalidRelease extends Error {}

// Whether plain http is allowed was decided when the experiment was saved; the signature says that it was.
function compileTemplate(url: string): LandingTemplate {
  const { template, problems } = parseLandingUrl(url, { allowHttpLocalhost: true });
  if (!template) throw new InvalidRelease(`a page's address ${problems.join(', ')}`);
  return template;
}

function compileLinks(
  bundle: UncheckedBundle,
  releases: ReadonlyMap<string, CompiledRelease>,
): Map<string, CompiledLink> {
  const fallbacks = new Map(
    Object.entries(bundle.workspaces).map(([id, { fallbackUrl }]) => [id, compileFallback(fallbackUrl)]),
  );
  const compile = ([address, link]: [string, ReleaseLink]): [string, CompiledLink] => {
    const release = releases.get(link.experimentId) ?? null;
    const { id, workspaceId, experimentId, beforeTune } = link;
    return [
      address,
      {
        ...link,
        release,
        workspaceFallback: fallbacks.get(workspaceId) ?? null,
        handBack: compileFallback(link.handBackUrl),
        tunePages: beforeTune && release ? release.agents.map((agent) => compileTunePage(beforeTune, agent)) : [],
        recordPart: `,"workspaceId":${JSON.stringify(workspaceId)},"linkId":${JSON.stringify(id)},"experimentId":${JSON.stringify(experimentId)}`,
      },
    ];
  };
  return new Map(Object.entries(bundle.links).map(compile));
}

/** TUNE's own link for an agent: it records, pays, and sends on to the offer URL of that `url_id`. */
function compileTunePage(
  { host, offerId, clickIdParameter }: BeforeTune,
  { tuneUrlId }: CompiledAgent,
): LandingTemplate {
  const urlId = tuneUrlId === null ? '' : `&url_id=${tuneUrlId}`;
  const page = compileTemplate(`https://${host}/aff_c?offer_id=${offerId}${urlId}&${clickIdParameter}={click_id}`);
  // The agent without one is the offer's default page: a visitor's `url_id` would have TUNE show another.
  return withoutParameter(page, 'url_id');
}

/** A workspace's fallback that is not valid is as good as none: the deployment's stands behind it. So is a way back. */
const compileFallback = (url: string | null): LandingTemplate | null =>
  url === null ? null : parseLandingUrl(url, { allowHttpLocalhost: true }).template;

function experimentIdOf(candidate: unknown): string | null {
  if (typeof candidate !== 'object' || candidate === null || !('experimentId' in candidate)) return null;
  return typeof candidate.experimentId === 'string' ? candidate.experimentId : null;
}
