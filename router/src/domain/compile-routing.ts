import { type Bundle, Release, type ReleaseLink } from '@alyson/schema';
import { type CompiledTable, compileTable } from './bucket-table.ts';
import { type LandingTemplate, parseLandingUrl } from './landing-template.ts';

/** A release as plain data that a click can be decided by, without parsing anything. */
export interface CompiledRelease {
  readonly workspaceId: string;
  readonly experimentId: string;
  readonly experimentNumber: number;
  readonly number: number;
  readonly state: Release['state'];
  readonly salt: number;
  readonly agents: readonly CompiledAgent[];
  readonly table: CompiledTable;
  /** The weight in basis points of all agents that are on. */
  readonly survivors: number;
  readonly fallback: LandingTemplate | null;
  /** When the bundle that brought it was signed. */
  readonly issuedAtMs: number;
}

export interface CompiledAgent {
  readonly id: string;
  readonly number: number;
  readonly isOn: boolean;
  readonly landing: LandingTemplate;
}

export interface CompiledLink extends Readonly<ReleaseLink> {
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
    if (error instanceof InvalidTemplate) return { experimentId, reason: 'invalid', detail: error.message };
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
  const agents = release.agents.map(({ id, number, isOn, landingUrl }) => ({
    id,
    number,
    isOn,
    landing: compileTemplate(landingUrl),
  }));
  const table = compileTable(release.table, agents.length);
  const survivors = table.weights.reduce((sum, weight, index) => sum + (agents[index]?.isOn ? weight : 0), 0);
  const fallback = fallbackUrl === null ? null : compileTemplate(fallbackUrl);
  return {
    workspaceId,
    experimentId,
    experimentNumber,
    number,
    state,
    salt,
    agents,
    table,
    survivors,
    fallback,
    issuedAtMs,
  };
}

class InvalidTemplate extends Error {}

// Whether plain http is allowed was decided when the experiment was saved; the signature says that it was.
function compileTemplate(url: string): LandingTemplate {
  const { template, problems } = parseLandingUrl(url, { allowHttpLocalhost: true });
  if (!template) throw new InvalidTemplate(`a page's address ${problems.join(', ')}`);
  return template;
}

function compileLinks(
  bundle: UncheckedBundle,
  releases: ReadonlyMap<string, CompiledRelease>,
): Map<string, CompiledLink> {
  const fallbacks = new Map(
    Object.entries(bundle.workspaces).map(([id, { fallbackUrl }]) => [id, compileFallback(fallbackUrl)]),
  );
  const compile = ([address, link]: [string, ReleaseLink]): [string, CompiledLink] => [
    address,
    {
      ...link,
      release: releases.get(link.experimentId) ?? null,
      workspaceFallback: fallbacks.get(link.workspaceId) ?? null,
    },
  ];
  return new Map(Object.entries(bundle.links).map(compile));
}

/** A workspace's fallback that is not valid is as good as none: the deployment's stands behind it. */
const compileFallback = (url: string | null): LandingTemplate | null =>
  url === null ? null : parseLandingUrl(url, { allowHttpLocalhost: true }).template;

function experimentIdOf(candidate: unknown): string | null {
  if (typeof candidate !== 'object' || candidate === null || !('experimentId' in candidate)) return null;
  return typeof candidate.experimentId === 'string' ? candidate.experimentId : null;
}
