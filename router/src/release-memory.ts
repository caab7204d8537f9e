import { Bundle, type EdgeState, OWN_HOST, SignedBundle } from '@alyson/schema';
import type { Counters } from './counters.ts';
import {
  type CompiledBundle,
  type CompiledLink,
  compileRouting,
  type UncheckedBundle,
} from './domain/compile-routing.ts';
import type { Links } from './domain/decide.ts';
import { type ReleaseKeys, verifyBundle } from './io/verify-bundle.ts';
import type { Log } from './log.ts';

type Refusal = 'unparseable' | 'unknown_key' | 'bad_signature' | 'wrong_environment' | 'wrong_shard' | 'stale_sequence';

export type Acceptance = { readonly ok: true } | { readonly ok: false; readonly reason: Refusal };

/** What this edge obeys. The one way in is `accept`, whoever brought the bundle. */
export interface ReleaseMemory {
  /** All links by address; null while no bundle is held. */
  links(): Links | null;
  /** The host under which a request's link is looked up (R3). */
  hostOf(request: { header(name: string): string | null }): string;
  /** Verifies a bundle and puts it in force; else says why not, and the one in force stays (R21). */
  accept(shard: number, signed: unknown): Promise<Acceptance>;
  /** Of the bundle in force; 0 where there is none. */
  sequenceOf(shard: number): number;
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

interface Held {
  readonly compiled: CompiledBundle;
  readonly issuedAtMs: number;
  readonly acceptedAtMs: number;
}

export function createReleaseMemory(deps: ReleaseMemoryDeps): ReleaseMemory {
  const held = new Map<number, Held>();
  let links: Links | null = null;
  let hosts: ReadonlySet<string> = new Set();

  const install = (bundle: UncheckedBundle): Acceptance => {
    const old = held.get(bundle.shard)?.compiled ?? null;
    if (bundle.sequence <= (old?.sequence ?? 0)) return { ok: false, reason: 'stale_sequence' };
    const { compiled, heldBack } = compileRouting(bundle, old);
    for (const { experimentId, reason, detail } of heldBack) {
      deps.counters.releasesHeldBack += 1;
      deps.log('error', 'release held back', { shard: bundle.shard, experimentId, reason, detail });
    }
    held.set(bundle.shard, { compiled, issuedAtMs: bundle.issuedAtMs, acceptedAtMs: deps.now() });
    ({ links, hosts } = merge(held.values()));
    return { ok: true };
  };

  return {
    links: () => links,
    hostOf(request) {
      if (hosts.size === 0) return OWN_HOST;
      const host = request.header('host')?.toLowerCase().replace(/:\d+$/, '') ?? OWN_HOST;
      return hosts.has(host) ? host : OWN_HOST;
    },
    async accept(shard, signed) {
      const opened = await openBundle(shard, signed, deps);
      // Nothing may be awaited from here on: two bundles of one shard can be on their way at once.
      const acceptance = opened.ok ? install(opened.bundle) : opened;
      if (acceptance.ok) deps.counters.bundlesAccepted += 1;
      else {
        deps.counters.bundlesRefused += 1;
        deps.log('warn', 'bundle refused', { shard, reason: acceptance.reason });
      }
      return acceptance.ok ? { ok: true } : { ok: false, reason: acceptance.reason };
    },
    sequenceOf: (shard) => held.get(shard)?.compiled.sequence ?? 0,
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
