import { DecisionReason } from '@alyson/schema';
import type { Decision } from './domain/decide.ts';

/** Why a bundle was not put in force. */
export const REFUSALS = [
  'too_large',
  'unparseable',
  'unknown_key',
  'bad_signature',
  'wrong_environment',
  'wrong_shard',
  'stale_sequence',
] as const;
export type Refusal = (typeof REFUSALS)[number];

const HELD_BACK = ['invalid', 'older_than_held'] as const;
const PAGES = ['experiment', 'workspace', 'deployment'] as const;
const DELIVERIES = ['delivered', 'refused', 'failed', 'unreachable'] as const;
const PULLS = ['succeeded', 'failed'] as const;

type Counts<K extends string> = Record<K, number>;

/**
 * What has happened since this process (or isolate) began: plain numbers, which is all that a click pays for them. Shown by
 * `GET /healthz`, and read for `GET /metrics` when somebody asks.
 */
export interface Counters {
  /** Clicks on links that were answered and are to be counted. */
  answered: number;
  /** Of these: kept by the sink. */
  recorded: number;
  /** Clicks the control plane has stored, now or before. */
  delivered: number;
  /** Clicks it will never take, kept apart with the reason. */
  setAside: number;
  /** Clicks that could be kept nowhere. */
  lost: number;
  /** Requests for no link at all, sent to the fallback and not recorded. */
  strays: number;
  /** Clicks that landed on the fallback because of a fault in the router itself. */
  faults: number;
  /** Answered clicks by why they went where they went: of people, and of bots. */
  people: Counts<DecisionReason>;
  bots: Counts<DecisionReason>;
  /** Of these, those that went to a fallback: whose it was. */
  fallbacks: Counts<(typeof PAGES)[number]>;
  /** Clicks that the spool did not take; they went straight to the control plane. */
  spoolRefused: number;
  /** Tries to hand clicks to the control plane. */
  deliveries: Counts<(typeof DELIVERIES)[number]>;
  /** Tries to fetch newer bundles from the control plane. */
  pulls: Counts<(typeof PULLS)[number]>;
  bundlesAccepted: number;
  bundlesRefused: Counts<Refusal>;
  /** Releases kept back inside accepted bundles. */
  releasesHeldBack: Counts<(typeof HELD_BACK)[number]>;
}

export const createCounters = (): Counters => ({
  answered: 0,
  recorded: 0,
  delivered: 0,
  setAside: 0,
  lost: 0,
  strays: 0,
  faults: 0,
  people: zeros(DecisionReason.options),
  bots: zeros(DecisionReason.options),
  fallbacks: zeros(PAGES),
  spoolRefused: 0,
  deliveries: zeros(DELIVERIES),
  pulls: zeros(PULLS),
  bundlesAccepted: 0,
  bundlesRefused: zeros(REFUSALS),
  releasesHeldBack: zeros(HELD_BACK),
});

const zeros = <K extends string>(names: readonly K[]): Counts<K> =>
  Object.fromEntries(names.map((name) => [name, 0])) as Counts<K>;

export const totalOf = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);

/** Counts a click by its decision. */
export function countClick(counters: Counters, decision: Decision, isBot: boolean): void {
  (isBot ? counters.bots : counters.people)[decision.reason] += 1;
  if (decision.kind === 'fallback') counters.fallbacks[pageOf(decision)] += 1;
}

function pageOf({ fallback, release }: Extract<Decision, { kind: 'fallback' }>): (typeof PAGES)[number] {
  if (fallback === null) return 'deployment';
  return fallback === release?.fallback ? 'experiment' : 'workspace';
}
