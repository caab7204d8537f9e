import { messageOf, shardOf } from '@alyson/schema';
import type { ReleaseSource } from './io/release-source.ts';
import { type Log, oncePerMinute } from './log.ts';
import { jitter } from './pause.ts';
import { isNoNewer, type ReleaseMemory } from './release-memory.ts';

/** How old the last look at the hub may be before a click has it looked at again, behind its back. */
const LOOK_AGAIN_MS = 2_000;
/**
 * An isolate that has not looked for this long is as good as cold. With the 90 s that KV may take, a pause is then in force
 * within 120 s whichever way it came, also where clicks are rare (R22).
 */
const ASLEEP_MS = 30_000;
/** How often the store is read at most; only while the hub does not answer. */
const STORE_AGAIN_MS = 5_000;
/** The longest a click waits. */
const WAIT_MS = 150;
const POLL_MS = 5;

export interface WarmUpOptions {
  readonly memory: ReleaseMemory;
  /** Where newer bundles come from. Answers or fails in less time than passes between two looks. */
  readonly hub: ReleaseSource;
  /** Asked when the hub fails. */
  readonly store: ReleaseSource;
  /** What was shipped with the deploy: nothing older is believed. */
  readonly shipped: ReleaseSource;
  readonly shardCount: number;
  readonly now: () => number;
  readonly log: Log;
}

/** Keeps work alive after the answer, as `ctx.waitUntil` does. */
type KeepAlive = (work: Promise<unknown>) => void;

export interface WarmUp {
  /**
   * Makes sure that the shard of an address is in memory, at any age: what is stale is used and refreshed behind the
   * click (R20). Only where nobody has looked for long does a click wait, and not for long.
   *
   * @returns null where there is nothing to wait for
   */
  forClick(address: string | null, keepAlive: KeepAlive): Promise<void> | null;
}

/** When a shard was looked for. Times and texts only: on Workers one request must not wait for another's promise. */
interface View {
  lookedAt: number;
  /** Nobody else looks until then, so it is one at a time; a look that died with its request blocks nobody for longer. */
  lookAgainAt: number;
  storeAgainAt: number;
  /** Clicks wait until then at the most; 0 as soon as the look has brought something. */
  waitUntil: number;
  /** The signature of the bundle that was last judged, unless it was refused for what it is. */
  knownSignature: string | null;
}

export function createWarmUp({ memory, hub, store, shipped, shardCount, now, log }: WarmUpOptions): WarmUp {
  const warn = oncePerMinute(log, now);
  const views = new Map<number, View>();
  const viewOf = (shard: number): View => {
    const view = views.get(shard) ?? unseen();
    views.set(shard, view);
    return view;
  };

  /** @returns whether the source answered, be it that there is nothing new */
  const take = async (shard: number, view: View, source: ReleaseSource): Promise<boolean> => {
    try {
      const signed = await source.load(shard);
      const signature = signatureOf(signed);
      if (signed === null || (signature !== null && signature === view.knownSignature)) return true;
      view.knownSignature = signature; // at once: the other source may bring the same one while this is verified
      const acceptance = await memory.accept(shard, signed);
      // One that was refused for what it is may have been damaged on its way: the next copy is judged anew.
      if (!acceptance.ok && !isNoNewer(acceptance)) view.knownSignature = null;
      if (acceptance.ok && source !== shipped) view.waitUntil = 0;
      return true;
    } catch (error) {
      warn('warn', 'bundle could not be read', { shard, fault: messageOf(error) });
      return false;
    }
  };

  const askStore = async (shard: number, view: View) => {
    if (now() < view.storeAgainAt) return;
    view.storeAgainAt = now() + STORE_AGAIN_MS;
    await take(shard, view, store);
  };

  const look = async (shard: number, view: View, isFirst: boolean) => {
    if (isFirst) await take(shard, view, shipped);
    const hubAnswers = take(shard, view, hub);
    // The first click cannot wait for the one and then for the other: they race.
    if (isFirst || !(await hubAnswers)) await askStore(shard, view);
    await hubAnswers;
    view.waitUntil = 0;
  };

  const wait = async (view: View) => {
    while (now() < view.waitUntil) await new Promise<void>((resolve) => setTimeout(resolve, POLL_MS));
  };

  return {
    forClick(address, keepAlive) {
      if (address === null) return null;
      const shard = shardOf(address, shardCount);
      const view = viewOf(shard);
      const at = now();
      if (at < view.lookAgainAt) return at < view.waitUntil ? wait(view) : null;
      const isFirst = view.lookedAt === Number.NEGATIVE_INFINITY;
      const isAsleep = at - view.lookedAt > ASLEEP_MS;
      view.lookedAt = at;
      view.lookAgainAt = at + jitter(LOOK_AGAIN_MS);
      view.waitUntil = isAsleep ? at + WAIT_MS : 0;
      keepAlive(look(shard, view, isFirst));
      return isAsleep ? wait(view) : null;
    },
  };
}

const unseen = (): View => ({
  lookedAt: Number.NEGATIVE_INFINITY,
  lookAgainAt: 0,
  storeAgainAt: 0,
  waitUntil: 0,
  knownSignature: null,
});

const signatureOf = (signed: unknown): string | null =>
  typeof signed === 'object' && signed !== null && 'signature' in signed ? String(signed.signature) : null;
