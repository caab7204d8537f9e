import { Bundle, type EdgeState, MOST_BUNDLE_BYTES, OWN_HOST, SignedBundle } from '@alyson/schema';
import type { Counters, Refusal } from './counters.ts';
import {
  type CompiledBundle,
  type CompiledLink,
  compileRouting,
  type UncheckedBundle,
} from './domain/compile-routing.ts';
import type { Links } from './domain/decide.ts';
import { hostNameOf } from './domain/host-name.ts';
import { type ReleaseKeys, verifyBundle } from './io/verify-bundle.ts';
import type { Log } from './log.ts';

/** `already_held`: pushed and pulled, the same bundle comes twice, which is no refusal. */
export type Acceptance = { readonly ok: true } | { readonly ok: false; readonly reason: Refusal | 'already_held' };

/** Whether a bundle is only as old as what is held, or older: nothing is wrong with the bundle itself. */
export const isNoNewer = (acceptance: Acceptance): boolean =>
  !acceptance.ok && (acceptance.reason === 'already_held' || acceptance.reason === 'stale_sequence');

/** What this edge obeys. The one way in is `accept`, whoever brought the bundle. */
export interface ReleaseMemory {
  /** All links by address; null while no bundle is held. */
  links(): Links | null;
  /** The host under which a request's link is looked up (R3). */
  hostOf(request: { header(name: string): string | null }): string;
  /** Verifies a bundle and puts it in force; else says why not, and the one in force stays (R21). */
  accept(shard: number, signed: unknown): Promise<Acceptance>;
  /** Counts and says a bundle that was not even read. */
  refuse(shard: number, reason: Refusal): void;
  /** Of the bundle in force; 0 where there is none. */
  sequenceOf(shard: number): number;
  holdings(): readonly Holding[];
  state(): EdgeState;
}

export interface ReleaseMemoryDeps {
  readonly edge: string;
  readonly environment: string;
  readonly keys: ReleaseKeys;
  readonly now: () => number;
  readonly counters: Counters;
  readonly log: Log;
}

/** What is held of one shard, in figures. */
interface Holding {
  readonly shard: number;
  readonly sequence: number;
  readonly issuedAtMs: number;
  /** When the bundle was issued that brought the oldest of the releases in force; null where there is none. */
  readonly oldestReleaseAtMs: number | null;
  /** Releases that the bundle brought and that were kept back. */
  readonly heldBack: number;
}

interface Held {
  readonly compiled: CompiledBundle;
  readonly issuedAtMs: number;
  readonly acceptedAtMs: number;
  readonly heldBack: number;
}

export function createReleaseMemory(deps: ReleaseMemoryDeps): ReleaseMemory {
  const held = new Map<number, Held>();
  let links: Links | null = null;
  let hosts: ReadonlySet<string> = new Set();

  const install = (bundle: UncheckedBundle): Acceptance => {
    const old = held.get(bundle.shard)?.compiled ?? null;
    const heldSequence = old?.sequence ?? 0;
    if (bundle.sequence === heldSequence) return { ok: false, reason: 'already_held' };
    if (bundle.sequence < heldSequence) return { ok: false, reason: 'stale_sequence' };
    const { compiled, heldBack } = compileRouting(bundle, old);
    for (const { experimentId, reason, detail } of heldBack) {
      deps.counters.releasesHeldBack[reason] += 1;
      deps.log('error', 'release held back', { shard: bundle.shard, experimentId, reason, detail });
    }
    const { shard, issuedAtMs } = bundle;
    held.set(shard, { compiled, issuedAtMs, acceptedAtMs: deps.now(), heldBack: heldBack.length });
    ({ links, hosts } = merge(held.values()));
    return { ok: true };
  };

  const sequenceOf = (shard: number) => held.get(shard)?.compiled.sequence ?? 0;

  const refuse = (shard: number, reason: Refusal) => {
    deps.counters.bundlesRefused[reason] += 1;
    deps.log('warn', 'bundle refused', { shard, reason });
  };

  return {
    links: () => links,
    hostOf(request) {
      if (hosts.size === 0) return OWN_HOST;
      const host = hostNameOf(request.header('host') ?? '');
      return hosts.has(host) ? host : OWN_HOST;
    },
    async accept(shard, signed) {
      const opened = await openBundle(shard, signed, deps);
      // Nothing may be awaited from here on: two bundles of one shard can be on their way at once.
      const acceptance = opened.ok ? install(opened.bundle) : opened;
      if (acceptance.ok) deps.counters.bundlesAccepted += 1;
      else if (acceptance.reason !== 'already_held') refuse(shard, acceptance.reason);
      return acceptance;
    },
    refuse,
    sequenceOf,
    holdings: () => [...held.values()].map(describeHeld),
    state: () => describe(held, deps),
  };
}

type Opened =
  | { readonly ok: true; readonly bundle: UncheckedBundle }
  | { readonly ok: false; readonly reason: Refusal };

/** From bytes that came from anywhere to a bundle that one of our control planes made for this very place. */
async function openBundle(shard: number, signed: unknown, { keys, environment }: ReleaseMemoryDeps): Promise<Opened> {
  const envelope = SignedBundle.safeParse(signed);
  if (!envelope.success) return { ok: false, reason: 'unparseable' };
  if (envelope.data.payload.length > MOST_BUNDLE_BYTES) return { ok: false, reason: 'too_large' };
  const verdict = await verifyBundle(envelope.data, keys);
  if (verdict !== 'verified') return { ok: false, reason: verdict };
  const bundle = Bundle.safeParse(parseJson(envelope.data.payload));
  if (!bundle.success) return { ok: false, reason: 'unparseable' };
  if (bundle.data.environment !== environment) return { ok: false, reason: 'wrong_environment' };
  if (bundle.data.shard !== shard) return { ok: false, reason: 'wrong_shard' };
  return { ok: true, bundle: bundle.data };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** All shards as one table. After a change of the shard count an address can be in two: the newer bundle has it. */
function merge(held: Iterable<Held>): { links: Links; hosts: ReadonlySet<string> } {
  const links = new Map<string, CompiledLink>();
  const hosts = new Set<string>();
  for (const { compiled } of [...held].sort((a, b) => a.issuedAtMs - b.issuedAtMs)) {
    for (const [address, link] of compiled.links) links.set(address, link);
    for (const host of compiled.hosts) hosts.add(host);
  }
  return { links, hosts };
}

function describeHeld({ compiled, issuedAtMs, heldBack }: Held): Holding {
  let oldestReleaseAtMs: number | null = null;
  for (const release of compiled.releases.values())
    oldestReleaseAtMs = Math.min(release.issuedAtMs, oldestReleaseAtMs ?? release.issuedAtMs);
  const { shard, sequence } = compiled;
  return { shard, sequence, issuedAtMs, oldestReleaseAtMs, heldBack };
}

function describe(held: ReadonlyMap<number, Held>, { edge, environment }: ReleaseMemoryDeps): EdgeState {
  const releases: Record<string, number> = {};
  const shards = [...held.values()].map(({ compiled, acceptedAtMs }) => {
    // An experiment with links in several shards is in force by the oldest of its releases.
    for (const { experimentId, number } of compiled.releases.values())
      releases[experimentId] = Math.min(number, releases[experimentId] ?? number);
    return { shard: compiled.shard, sequence: compiled.sequence, acceptedAtMs };
  });
  return { edge, environment, shards, releases };
}
